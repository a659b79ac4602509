"""Writing the record."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from remit_web.audit.models import PersonalValue, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit_web.audit.actors import Actor


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
) -> Record:
    """Add the record of an action, within the transaction of the action itself.

    `action`: its code (`audit.words`). `personal`: values that are personal (an e-mail address), by name; `whose`: the code of
    the person whose they are. The address that the request came from is kept so, too.
    """
    values = {name: value for name, value in (personal or {}).items() if value}
    digests = {name: _kept_aside(value, whose) for name, value in values.items()}
    if by.address:
        digests["address"] = _kept_aside(by.address, by.person)
    made = Record(
        at=timezone.now(), person=by.person, acting_for=by.acting_for, door=by.door, action=action, of=of, key=key,
        unit=unit, before=before, after=after, personal=digests,
    )  # fmt: skip
    made.digest = digest_of(made)
    made.save(force_insert=True)
    return made


def _kept_aside(value: str, whose: str) -> str:
    salt = secrets.token_hex(16)
    digest = digest_of_value(salt, value)
    PersonalValue.objects.create(digest=digest, salt=salt, value=value, person=whose)
    return digest


def digest_of_value(salt: str, value: str) -> str:
    """Return the digest by which a record names a personal value."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()


_HASHED = ("person", "acting_for", "door", "action", "of", "key", "unit", "before", "after", "personal")


def digest_of(record: Record) -> str:
    """Return the digest of a record: of every field of it, as canonical JSON."""
    facts = {name: getattr(record, name) for name in _HASHED}
    facts["at"] = record.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
