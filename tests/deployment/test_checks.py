"""Every check of a deployment is made to fail and to pass, by what people would really have set, written or left open."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import registry
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from remit_web.access.models import Person, Role
from remit_web.audit.append_only import held
from remit_web.audit.models import Record
from remit_web.audit.sealing import seal
from remit_web.audit.triggers import TRIGGERS
from remit_web.commands.demo import PASSWORD
from remit_web.commands.deployment import CHECKS, Outcome, outcomes
from remit_web.commands.deployment.by_django import SETTLED
from remit_web.environment import database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOOD = "kX3vW9qLr7TzNb5YcJm2HsPd8GfAe4Uo"
BY_CODE = {check.code: check for check in CHECKS}
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder to which everybody on the machine finds the way; what is in it decides for itself."""
    made = Path(tempfile.mkdtemp(dir=Path(tempfile.gettempdir())))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


class Place:
    """Where a federation is served: its settings, its variables, its files and its people."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.data, self.environment = folder, folder / "data", monkeypatch
        self.data.mkdir(mode=0o700)
        for name in list(os.environ):
            if name.startswith("REMIT_") or name == "PGSSLMODE":
                monkeypatch.delenv(name)
        monkeypatch.setenv("REMIT_MAIL", "smtp://mail.example.org/?from=remit@example.org")
        self.secret = self.data / "secret"
        self.secret.write_text(GOOD)
        self.sqlite(0o600)
        self.set(
            DEBUG=False, TODAY=None, ALLOWED_HOSTS=["remit.example.org"], OVER_HTTPS=True, PROXIES=1, SECRET_KEY=GOOD, DATA=self.data,
            SECOND_FACTOR_REQUIRED=True,
            SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000, SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True,
        )  # fmt: skip
        Person.objects.update(is_active=False)  # other tests' people may be there
        seal()
        person = Person.objects.create_user("head@example.org", "a password of my own")
        Role.objects.create(person=person, role="administrator", unit="WFRS")

    def set(self, **settings: Any) -> None:
        for name, value in settings.items():
            self.environment.setattr(django_settings, name, value)

    def variable(self, name: str, value: str) -> None:
        self.environment.setenv(name, value)

    def open_data(self, mode: int = 0o755) -> None:
        self.data.chmod(mode)

    def database(self, url: str) -> None:
        """Say where the database is, without going there."""
        self.variable("REMIT_DATABASE", url)
        self.set(DATABASES={"default": database("REMIT_DATABASE", self.data)})

    def sqlite(self, mode: int) -> None:
        file = self.folder / "elsewhere.sqlite3"
        file.write_bytes(b"")
        file.chmod(mode)
        self.database(f"sqlite:///{file}")

    def secret_file(self, mode: int) -> None:
        self.open_data()
        self.secret.chmod(mode)

    def secret_variable(self) -> None:
        self.variable("REMIT_SECRET", GOOD)
        self.secret.unlink()

    def postgresql_variable(self, mode: str) -> None:
        self.variable("PGSSLMODE", mode)
        self.database("postgresql://ann:x@db.example.org/remit")


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A place where all is well."""
    return Place(folder, monkeypatch)


def _account(password: str, *, is_active: bool = True) -> None:
    person, _ = Person.objects.get_or_create(email="auditor@example.org")
    person.set_password(password)
    person.is_active = is_active
    person.save()


def _triggers_off() -> None:
    """As somebody would who means to change the record."""
    with connection.cursor() as cursor:
        TRIGGERS[connection.vendor].take(cursor, [one for one in held() if one.table == "audit_record"])


def _recorded(*, minutes: int) -> None:
    """Write a record as it was some minutes ago."""
    ago = timezone.now() - timedelta(minutes=minutes)
    Record.objects.create(at=ago, door="command", action="files.loaded", digest="not looked at here")


def _one_migration_undone() -> None:
    last = MigrationRecorder.Migration.objects.filter(app="access").order_by("id").last()
    assert last is not None
    last.delete()


UNSAFE: list[tuple[str, str, Callable[[Place], Any]]] = [
    ("debug", "REMIT_DEBUG is yes", lambda at: at.set(DEBUG=True)),
    ("today", "2026-11-20", lambda at: at.set(TODAY=date(2026, 11, 20))),
    ("hosts", "127.0.0.1", lambda at: at.set(ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"])),
    ("hosts", "*", lambda at: at.set(ALLOWED_HOSTS=["remit.example.org", "*"])),
    ("https", "can be read on their way", lambda at: at.set(OVER_HTTPS=False)),
    ("proxies", "everybody seems to come from there", lambda at: at.set(PROXIES=0)),
    ("secret", "the word change", lambda at: at.set(SECRET_KEY="please-change-me-before-you-go-live-0123")),
    ("secret", "repeats", lambda at: at.set(SECRET_KEY="ab" * 20)),
    ("secret", "repeats", lambda at: at.set(SECRET_KEY=GOOD[:20] * 2)),
    ("secret", "everybody on this machine can read", lambda at: at.secret_file(0o644)),
    ("secret", "none is kept", lambda at: at.secret.unlink()),
    ("data-folder", "can enter", lambda at: at.open_data()),
    ("data-folder", "can enter", lambda at: at.open_data(0o711)),
    ("database-file", "elsewhere.sqlite3", lambda at: at.sqlite(0o644)),
    ("postgresql", "db.example.org", lambda at: at.database("postgresql://ann:x@db.example.org/remit")),
    ("postgresql", "db.example.org", lambda at: at.database("postgresql://ann:x@db.example.org/remit?sslmode=prefer")),
    ("postgresql", "db.example.org", lambda at: at.postgresql_variable("allow")),
    ("migrations", "1 changes", lambda _: _one_migration_undone()),
    ("demonstration", "auditor@example.org", lambda _: _account(PASSWORD)),
    ("administrator", "Nobody is administrator", lambda _: Role.objects.update(ends=date(2026, 1, 1))),
    ("administrator", "Nobody is administrator", lambda _: Person.objects.update(is_active=False)),
    ("record-held", "audit_record", lambda _: _triggers_off()),
    ("record-sealed", "waits since", lambda _: _recorded(minutes=6)),
    ("second-factor", "stolen password", lambda at: at.set(SECOND_FACTOR_REQUIRED=False)),
    ("mail", "reach nobody", lambda at: at.variable("REMIT_MAIL", "console")),
    ("mail", "reach nobody", lambda at: at.environment.delenv("REMIT_MAIL")),
    ("mail", "on their way", lambda at: at.variable("REMIT_MAIL", "smtp://mail.example.org/?from=a@example.org&tls=no")),
    ("django", "security.W001", lambda at: at.set(MIDDLEWARE=[])),
]  # fmt: skip
SAFE: list[tuple[str, Callable[[Place], Any]]] = [
    ("hosts", lambda at: at.set(ALLOWED_HOSTS=["remit.example.org", "127.0.0.1"])),
    ("proxies", lambda at: at.set(OVER_HTTPS=False, PROXIES=0)),
    ("secret", lambda at: at.secret_variable()),
    ("secret", lambda at: at.secret_file(0o600)),
    ("secret", lambda at: at.secret.chmod(0o644)),  # in a folder that is closed
    ("database-file", lambda at: at.sqlite(0o600)),
    ("postgresql", lambda at: at.database("postgresql://ann:x@db.example.org/remit?sslmode=verify-full&sslrootcert=own.pem")),
    ("postgresql", lambda at: at.postgresql_variable("require")),
    ("postgresql", lambda at: at.database("postgresql://ann:x@127.0.0.1/remit")),
    ("record-sealed", lambda _: _recorded(minutes=1)),
    ("mail", lambda at: at.variable("REMIT_MAIL", "smtp://localhost:25/?from=a@example.org&tls=no")),
    ("demonstration", lambda _: _account("another password")),
    ("demonstration", lambda _: _account(PASSWORD, is_active=False)),
]  # fmt: skip


def found(code: str) -> Outcome:
    return next(one for one in outcomes() if one.check.code == code)


def test_where_all_is_well_nothing_is_found(place: Place) -> None:
    assert [(one.check.code, one.says) for one in outcomes() if not one.is_safe] == []


@pytest.mark.parametrize(("code", "says", "make"), UNSAFE, ids=[f"{code}-{says[:12]}" for code, says, _ in UNSAFE])
def test_what_is_unsafe_is_found_and_how_to_mend_it(
    place: Place, code: str, says: str, make: Callable[[Place], Any]
) -> None:
    make(place)
    outcome = found(code)
    assert says in outcome.says
    assert outcome.mend and "{" not in outcome.mend + outcome.says


@pytest.mark.parametrize(("code", "make"), SAFE, ids=[code for code, _ in SAFE])
def test_what_is_safe_is_not(place: Place, code: str, make: Callable[[Place], Any]) -> None:
    make(place)
    assert found(code).says == ""


def test_every_check_is_made_to_fail() -> None:
    assert {code for code, _, _ in UNSAFE} == set(BY_CODE)


@pytest.mark.parametrize("check", CHECKS, ids=BY_CODE)
def test_every_check_is_three_sentences(check: Any) -> None:
    assert check.holds.endswith(".") and (check.unsafe + check.mend).count("{") == (check.unsafe + check.mend).count(
        "}"
    )
    assert len({check.holds, check.unsafe, check.mend}) == 3


def test_what_needs_a_database_that_is_not_there_says_so_and_makes_none(place: Place) -> None:
    place.database(f"sqlite:///{place.data / 'not-there.sqlite3'}")
    unsafe = {one.check.code: one.says for one in outcomes() if not one.is_safe}
    assert set(unsafe) == {"migrations", "demonstration", "administrator", "record-held", "record-sealed"}
    assert all("not there" in says for says in unsafe.values())
    assert not (place.data / "not-there.sqlite3").exists()


def test_what_django_warns_of_is_said_here_or_settled_with_a_reason() -> None:
    """Each that is left out is one that Django has, and each that another check says is said by one that there is."""
    from django.core.checks.security import base, csrf, sessions

    known = {one.id for module in (base, csrf, sessions) for one in vars(module).values() if hasattr(one, "id")}
    assert registry.registry.deployment_checks
    assert {name for name in SETTLED if name not in known} <= {"security.W012"}, "a warning that Django does not have"
    assert all(" " in why or why in BY_CODE for why in SETTLED.values())
