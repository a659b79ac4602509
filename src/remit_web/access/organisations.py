"""The organisations that sign their own people in, as the file that `REMIT_SIGN_IN` names describes them.

    - id: arvenia                         # stands in addresses
      name: Society of Arvenia
      kind: openid-connect
      server: https://login.arvenia.example
      client: remit
      secret_file: /etc/remit/arvenia.secret
      domains: [arvenia.example]          # whose e-mail addresses it answers for
      required: yes                       # no password here for these addresses

What is wrong in it is refused by name when Remit starts. The settings are read from it, so it knows no models.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "REMIT_SIGN_IN"
OPENID_CONNECT, SAML = "openid-connect", "saml"
_ALL = ("id", "name", "kind", "domains", "required", "vouches", "second_factor")
_KEYS = {
    OPENID_CONNECT: (*_ALL, "server", "client", "secret_file", "secret_env"),
    SAML: (*_ALL, "metadata", "entity"),
}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+")
_HERE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Organisation:
    """One organisation. `address`: of its OpenID Connect server, or of its SAML metadata.

    `required`: its people have no password here. `vouches`: the e-mail addresses that it names are theirs, though it does not
    say so each time (SAML has no word for it). `second_factor`: it asks for one itself, so that none is asked for here.
    """

    id: str
    name: str
    kind: str
    address: str
    domains: tuple[str, ...]
    required: bool = False
    vouches: bool = False
    second_factor: bool = False
    client: str = ""
    secret: str = ""
    entity: str = ""


class _Bad(Exception):
    """What is wrong with one organisation."""


def read(file: str) -> tuple[Organisation, ...]:
    """Return the organisations of a file; none where no file is named."""
    if not file:
        return ()
    try:
        rows = _rows(Path(file).read_text("utf-8"), file)
        found = [_organisation(number, row) for number, row in enumerate(rows, 1)]
        _tell_apart(found)
    except (_Bad, OSError, UnicodeError) as error:
        raise ImproperlyConfigured(f"{NAME}: {file}: {error}") from error
    return tuple(found)


def _rows(text: str, file: str) -> list[dict[str, Any]]:
    from remit.exchange.nested import parse_yaml  # noqa: PLC0415 - only where there is a file to read
    from remit.problems import Place  # noqa: PLC0415

    tree, problems = parse_yaml(text, Place(Path(file).name))
    if problems:
        raise _Bad(" ".join(map(str, problems)))
    if not isinstance(tree, list) or not all(isinstance(row, dict) for row in tree):
        raise _Bad("write a list: “- id: ...” for each organisation.")
    return tree


def _organisation(number: int, row: dict[str, Any]) -> Organisation:
    try:
        return _made(row)
    except _Bad as error:
        raise _Bad(f"organisation {number} ({row.get('id', 'without id')}): {error}") from error


def _made(row: dict[str, Any]) -> Organisation:
    kind = row.get("kind")
    if kind not in _KEYS:
        raise _Bad(f"kind is {kind!r}; write {' or '.join(_KEYS)}.")
    if unknown := sorted(set(row) - set(_KEYS[kind])):
        raise _Bad(f"{', '.join(unknown)}: not known here. Known are {', '.join(_KEYS[kind])}.")
    if not _CODE.fullmatch(_text(row, "id")):
        raise _Bad("id: write small letters, digits and “-”, at most 31.")
    words: dict[str, Any] = {"id": row["id"], "name": _text(row, "name"), "kind": kind, "domains": _domains(row)}
    words |= {name: _yes(row, name) for name in ("required", "second_factor")}
    words["vouches"] = _yes(row, "vouches", "yes" if kind == SAML else "no")
    if kind == SAML:
        return Organisation(**words, address=_address(row, "metadata"), entity=_text(row, "entity"))
    return Organisation(**words, address=_address(row, "server"), client=_text(row, "client"), secret=_secret(row))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Bad(f"{name} is missing.")
    return value.strip()


def _yes(row: dict[str, Any], name: str, usual: str = "no") -> bool:
    value = row.get(name, usual)
    if value not in {"yes", "no"}:
        raise _Bad(f"{name} is {value!r}; write yes or no.")
    return bool(value == "yes")


def _domains(row: dict[str, Any]) -> tuple[str, ...]:
    value = row.get("domains")
    found = [str(one).lower() for one in value] if isinstance(value, list) else []
    if not found or not all(map(_DOMAIN.fullmatch, found)):
        raise _Bad("domains: write those of its e-mail addresses, as in [arvenia.example].")
    return tuple(found)


def _address(row: dict[str, Any], name: str) -> str:
    value = _text(row, name)
    parts = urlsplit(value)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
        raise _Bad(f"{name} is {value!r}; write an address that begins with https://.")
    return value.rstrip("/")


def _secret(row: dict[str, Any]) -> str:
    file, variable = row.get("secret_file"), row.get("secret_env")
    if bool(file) == bool(variable):
        raise _Bad("write secret_file, or secret_env: where the secret of the client stands.")
    found = Path(file).read_text("utf-8") if file else os.environ.get(str(variable), "")
    if not found.strip():
        raise _Bad(f"{file or variable} holds no secret.")
    return found.strip()


def _tell_apart(found: Iterable[Organisation]) -> None:
    ids: set[str] = set()
    domains: dict[str, str] = {}
    for one in found:
        if one.id in ids:
            raise _Bad(f"{one.id} stands there twice.")
        ids.add(one.id)
        for domain in one.domains:
            if domain in domains:
                raise _Bad(f"{domains[domain]} and {one.id} both answer for {domain}.")
            domains[domain] = one.id


def answering_for(email: str, organisations: Iterable[Organisation]) -> Organisation | None:
    """Return the organisation that answers for an e-mail address."""
    domain = email.rpartition("@")[2].lower()
    return next((one for one in organisations if domain in one.domains), None)
