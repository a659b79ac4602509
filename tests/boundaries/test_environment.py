"""The application's settings: each is known, and a value that cannot be is refused by name."""

from __future__ import annotations

import re
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from remit_web import environment

SOURCE = Path(environment.__file__).parent


def test_every_variable_that_is_read_is_described_and_the_other_way_round() -> None:
    read = set(re.findall(r'"(REMIT_[A-Z_]+)"', (SOURCE / "settings.py").read_text()))
    assert read == set(environment.KNOWN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REMIT_DEBUG", "maybe"),
        ("REMIT_TODAY", "tomorrow"),
        ("REMIT_DATABASE", "mysql://localhost/remit"),
        ("REMIT_DATABASE", "postgresql://localhost/"),
        ("REMIT_DATABASE", "postgresql://localhost/remit?sslmode=maybe"),
        ("REMIT_DATABASE", "postgresql://localhost/remit?options=-csearch_path"),
        ("REMIT_SECRET", "short"),
        ("REMIT_PROXIES", "one"),
        ("REMIT_PROXIES", "-1"),
        ("REMIT_PROXIES", "10"),
        ("REMIT_SESSION_DAYS", "0"),
        ("REMIT_SESSION_DAYS", "1.5"),
        ("REMIT_SESSION_DAYS", "91"),
        ("REMIT_IDLE_MINUTES", "4"),
        ("REMIT_UPLOAD_MB", "all"),
        ("REMIT_UPLOAD_MB", "9" * 5_000),
        ("REMIT_SECOND_FACTOR", "maybe"),
        ("REMIT_MAIL", "mail.example.org"),
        ("REMIT_MAIL", "smtp://mail.example.org/"),
        ("REMIT_MAIL", "smtp://mail.example.org:many/?from=remit@example.org"),
        ("REMIT_MAIL", "smtp://mail.example.org/?from=remit@example.org&tls=maybe"),
        ("REMIT_MAIL", "smtp://mail.example.org/?from=remit@example.org&tsl=no"),
        ("REMIT_SIGN_IN", "/nowhere/sign-in.yaml"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(monkeypatch, tmp_path, **{name: value})


def settings_with(monkeypatch: pytest.MonkeyPatch, data: Path, **variables: str) -> dict[str, Any]:
    """Return the application's settings as they are read where these variables are set."""
    for name, value in {"REMIT_DATA": str(data), **variables}.items():
        monkeypatch.setenv(name, value)
    return run_path(str(SOURCE / "settings.py"))


def test_over_https_every_cookie_is_of_this_host_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = settings_with(monkeypatch, tmp_path, REMIT_HTTPS="yes")
    names = [found[name] for name in found if name.endswith("_COOKIE_NAME")]
    assert len(names) == 5 and all(name.startswith("__Host-") for name in names)
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_no_server_in_front_is_believed_that_was_not_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = settings_with(monkeypatch, tmp_path)
    assert found["SECURE_PROXY_SSL_HEADER"] is None and found["PROXIES"] == 0
    assert not found.get("USE_X_FORWARDED_HOST") and not found.get("USE_X_FORWARDED_PORT")


def test_a_postgresql_address_may_hold_signs_that_are_escaped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REMIT_DATABASE", "postgresql://ann:p%40ss%2F1@db.example:5433/figures")
    found = environment.database("REMIT_DATABASE", tmp_path)
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ann", "p@ss/1", "db.example", "5433", "figures",
    ]  # fmt: skip


def test_a_postgresql_address_says_how_the_way_there_is_kept_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REMIT_DATABASE", "postgresql://ann:x@db.example/remit?sslmode=verify-full&sslrootcert=own.pem")
    found = environment.database("REMIT_DATABASE", tmp_path)
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "own.pem"}
    monkeypatch.setenv("REMIT_DATABASE", "postgresql://ann:x@db.example/remit")
    assert environment.database("REMIT_DATABASE", tmp_path)["OPTIONS"] == {}


def test_letters_go_to_the_server_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_MAIL", "smtp://remit:p%40ss@mail.example.org:2525/?tls=yes&from=remit@example.org")
    found = environment.mail("REMIT_MAIL")
    assert [found[name] for name in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS")] == [
        "mail.example.org", 2525, "p@ss", True,
    ]  # fmt: skip
    assert found["DEFAULT_FROM_EMAIL"] == "remit@example.org"


def test_a_password_is_not_repeated_where_the_address_of_the_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_MAIL", "smtp://remit:very-secret@mail.example.org/")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.mail("REMIT_MAIL")
    assert "very-secret" not in str(refused.value)
