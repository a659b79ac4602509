"""The secret that signs sessions: long, not to be guessed, and known to nobody else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from remit.language import N_, gettext
from remit_web.commands.deployment.check import Check
from remit_web.commands.deployment.data import is_open
from remit_web.environment import SECRET_FILE

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts

LETTERS = 10
"""So many different signs stand in every secret that was made by chance."""
WORDS = ("secret", "password", "change", "example", "insecure", "remit", "qwerty", "12345", "abcdef")
"""What people write who make one up."""


def _secret() -> Facts | None:
    reason = _guessable() or _not_kept()
    return {"reason": reason} if reason else None


def _guessable() -> str:
    from django.conf import settings

    key: str = settings.SECRET_KEY
    if word := next((word for word in WORDS if word in key.lower()), ""):
        return gettext("it holds the word {word}").format(word=word)
    if len(set(key)) < LETTERS or key in (key + key)[1:-1]:
        return gettext("it repeats a few signs")
    return ""


def _not_kept() -> str:
    from django.conf import settings

    file = settings.DATA / SECRET_FILE
    if "REMIT_SECRET" in os.environ:
        return ""
    if not file.exists():
        return gettext("none is kept, so that every start makes a new one and signs everybody out")
    return gettext("everybody on this machine can read {file}").format(file=file) if is_open(file) else ""


SECRET = Check(
    "secret",
    N_("Nobody can guess or read the secret that signs sessions."),
    N_("The secret is not safe: {reason}."),
    N_(
        "Unset REMIT_SECRET and delete the file `secret` in the data folder: `remit serve` makes another; all sign in again."
    ),
    _secret,
)
