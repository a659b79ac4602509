"""Whether a password would soon be guessed, told on this machine: nothing of it goes anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from remit_web.access.models import Person

ENOUGH = 3
"""Of 4, as zxcvbn counts: ten to the eighth guesses are too few."""
LOOKED_AT = 72
"""The first letters, at most: what follows makes it no weaker."""

PATTERNS: dict[str, str | Promise] = {
    "dictionary": gettext_lazy("It is made of words that are often used, or of your own name or address."),
    "spatial": gettext_lazy("It follows the keys of a keyboard."),
    "repeat": gettext_lazy("It says the same again and again."),
    "sequence": gettext_lazy("It counts up or down."),
    "regex": gettext_lazy("It holds a year."),
    "date": gettext_lazy("It holds a date."),
}


class HardToGuess:
    """Refuses a password that a program would guess, the words around its owner included."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise what is wrong with a password."""
        from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists of words are read only where a password is chosen

        found = zxcvbn(password[:LOOKED_AT], user_inputs=["remit", *_around(user)])
        if found["score"] < ENOUGH:
            longest = max(found["sequence"], key=lambda part: len(part["token"]))
            why = PATTERNS.get(longest["pattern"], "")
            raise ValidationError(
                [_("This password would soon be guessed."), *([why] if why else []), self.get_help_text()]
            )

    def get_help_text(self) -> str:
        """Say how to make a good one."""
        return _("Four or five words that have nothing to do with each other make a good one.")


def _around(user: Person | None) -> list[str]:
    if user is None:
        return []
    parts = [user.email, *user.email.replace("@", ".").split("."), user.name, *user.name.split()]
    return [part.lower() for part in parts if part]
