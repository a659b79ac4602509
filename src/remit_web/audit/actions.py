"""Writing the record."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from remit_web.audit.digests import HASHED, digest_of, digest_of_touches, digest_of_value
from remit_web.audit.models import PersonalValue, Record, Touched
from remit_web.store_rows import add_tuples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.audit.actors import Actor

_NOT_KEPT = re.compile("[\0\ud800-\udfff]")
"""Signs that no database keeps: the zero byte, and halves of others."""


def record(
    by: Actor,
    action: str,
    of: str = "",
    key: str = "",
    *,
    unit: str = "",
    before: Any = None,
    after: Any = None,
    personal: Mapping[str, str] | None = None,
    whose: str = "",
    touches: Iterable[tuple[str, str]] = (),
) -> Record:
    """Add the record of an action, within the transaction of the action itself.

    `action`: its code (`audit.words`). `before`, `after`: texts, whole numbers, yes or no, nothing, and lists and mappings
    of these. `personal`: values that are personal (an e-mail address), by name; `whose`: the code of the person whose they
    are. The address that the request came from is kept so, too. `touches`: other things in whose history it belongs.
    """
    things = sorted({(_text(kind), _text(name)) for kind, name in touches})
    texts = {
        "person": by.person, "acting_for": by.acting_for, "door": by.door, "action": action, "of": of, "key": key, "unit": unit,
    }  # fmt: skip
    made = Record(
        at=timezone.now(), before=_exact(before), after=_exact(after), touches=digest_of_touches(things),
        personal=_kept_aside(by, personal or {}, whose), **{name: _text(text) for name, text in texts.items()},
    )  # fmt: skip
    made.digest = digest_of({name: getattr(made, name) for name in ("at", *HASHED)})
    made.save(force_insert=True)
    add_tuples(Touched, ("record_id", "of", "key"), ((made.pk, of, key) for of, key in things))
    return made


def _kept_aside(by: Actor, personal: Mapping[str, str], whose: str) -> dict[str, str]:
    """Keep personal values where they can be erased; return their digests by name."""
    rows = {_text(name): _aside(value, whose) for name, value in personal.items() if value}
    if by.address:
        rows["address"] = _aside(by.address, by.person)
    PersonalValue.objects.bulk_create(rows.values())
    return {name: row.digest for name, row in rows.items()}


def _aside(value: str, whose: str) -> PersonalValue:
    salt, kept = secrets.token_hex(16), _text(value)
    return PersonalValue(digest=digest_of_value(salt, kept), salt=salt, value=kept, person=_text(whose))


def _text(value: str) -> str:
    return _NOT_KEPT.sub("\ufffd", value)


def _exact(value: Any) -> Any:
    """Return a value as every database gives it back: what would come back otherwise could not be verified."""
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (list, tuple)):
        return [_exact(one) for one in value]
    if isinstance(value, dict):
        return {_text(str(name)): _exact(one) for name, one in value.items()}
    raise TypeError(f"{value!r} is not exact: record it as a text")
