"""The environment variables that a place may set, each checked: a bad value is refused by name."""

from __future__ import annotations

import os
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
SECRET_FILE = "secret"  # noqa: S105 - the name of a file
KNOWN = {
    "REMIT_DATA": "The folder of the database, the secret and the files for browsers. Default: `remit-data`, where it was started.",
    "REMIT_DATABASE": "`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME?sslmode=HOW`. Default: SQLite in the data folder.",
    "REMIT_SECRET": "What signs sessions: at least 32 characters. Default: made once, and kept in the data folder.",
    "REMIT_HOSTS": "The names that the pages are reached by, with spaces between. Default: this machine's own.",
    "REMIT_HTTPS": "`yes` where a server in front speaks HTTPS (and sets `X-Forwarded-Proto`): all goes that way. Default: `no`.",
    "REMIT_PROXIES": "How many servers in front add to `X-Forwarded-For`; it is believed no further. Default: 0.",
    "REMIT_SESSION_DAYS": "After so many days everybody signs in again, 1 to 90. Default: 14.",
    "REMIT_IDLE_MINUTES": "So many unused minutes end a session that need not stay, 5 to 10080. Default: 480.",
    "REMIT_UPLOAD_MB": "The most that may be sent at once, in MB, 1 to 1024. Default: 32.",
    "REMIT_MAIL": "`smtp://USER:PASSWORD@HOST:587/?from=ADDRESS` sends letters; `smtps://` where TLS comes first, `&tls=no` "
    "for none. Default: letters are printed where Remit runs.",
    "REMIT_SIGN_IN": "The YAML file of the organisations that sign their own people in. Default: none does.",
    "REMIT_SECOND_FACTOR": "`required`: who gives roles, or sees named cases, needs a second factor. Default: `offered`.",
    "REMIT_DEBUG": "`yes` shows developers where something failed; never where others read. Default: `no`.",
    "REMIT_TODAY": "The day that it is said to be (2026-11-20), for demonstrations. Default: the day that it is.",
}
"""Every variable, and what it means; `docs/reference/settings.md` is made of it."""


def text(name: str, default: str) -> str:
    """Return a setting as it is written."""
    return os.environ.get(name, "").strip() or default


def yes_no(name: str, *, default: bool) -> bool:
    """Return a setting that is `yes` or `no`."""
    value = text(name, "yes" if default else "no")
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")
    return value == "yes"


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """Return a setting that is a whole number between two bounds."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):  # noqa: PLR2004
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def one_of(name: str, *allowed: str) -> str:
    """Return a setting that is one of some words; the first is the usual one."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; write {' or '.join(allowed)}.")
    return value


def day(name: str) -> date | None:
    """Return a setting that is a day, or None where it is not set."""
    value = text(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; write year-month-day, as in 2026-11-20.") from error


def database(name: str, folder: Path) -> dict[str, Any]:
    """Return the database that a URL names: `postgresql://user:password@host/name`, or `sqlite:///path`."""
    url = text(name, f"sqlite:///{folder / 'remit.sqlite3'}")
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _options(name, parts.query),
        }
    if parts.scheme == "sqlite" and parts.path:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) if parts.path.startswith("//") else unquote(parts.path),
            "CONN_MAX_AGE": 60,
            # Measured: with deferred transactions 376 of 400 concurrent writes failed; with immediate ones, none.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;",
            },
        }
    raise ImproperlyConfigured(f"{name} is {url!r}; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")


def _options(name: str, query: str) -> dict[str, str]:
    """Return what a URL says behind `?` of how PostgreSQL is reached."""
    found = dict(parse_qsl(query, keep_blank_values=True))
    if set(found) - {"sslmode", "sslrootcert"} or found.get("sslmode", "require") not in SSL_MODES:
        raise ImproperlyConfigured(
            f"{name} ends in {query!r}; behind ? write sslmode={'|'.join(SSL_MODES)}, &sslrootcert=FILE, or nothing."
        )
    return found


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings for letters: sent by the server that a URL names, or printed where none is set."""
    url = text(name, "")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
            "DEFAULT_FROM_EMAIL": "remit@localhost",
        }
    parts, said = urlsplit(url), parse_qs(urlsplit(url).query)
    try:
        port = parts.port
    except ValueError:
        port = -1
    tls, sender = said.get("tls", ["yes"])[-1], said.get("from", [""])[-1]
    is_right = parts.scheme in {"smtp", "smtps"} and parts.hostname and port != -1 and tls in {"yes", "no"}
    if not is_right or "@" not in sender or set(said) - {"tls", "from"}:
        # Not the value itself: it may hold a password.
        raise ImproperlyConfigured(
            f"{name}: write smtp://USER:PASSWORD@HOST:PORT/?from=ADDRESS, with &tls=no for none."
        )
    from_the_first = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if from_the_first else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": from_the_first,
        "EMAIL_USE_TLS": not from_the_first and tls == "yes",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def secret(name: str, folder: Path) -> str:
    """Return the secret that signs sessions: as set, or as kept in the data folder; one for this process otherwise.

    `remit serve` makes the file (`keep_secret`), so that reading the settings leaves nothing behind.
    """
    if name in os.environ:
        if len(os.environ[name]) < 32:  # noqa: PLR2004 - what Django's own check asks for
            raise ImproperlyConfigured(f"{name} is too short: write at least 32 characters that nobody can guess.")
        return os.environ[name]
    file = folder / SECRET_FILE
    return file.read_text().strip() if file.exists() else secrets.token_urlsafe(48)
