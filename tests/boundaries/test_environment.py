"""The application's settings: each is known, and a value that cannot be is refused by name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from remit_web import environment

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(environment.__file__).parent


def test_every_variable_that_is_read_is_described_and_the_other_way_round() -> None:
    read = set(re.findall(r'"(REMIT_[A-Z]+)"', (SOURCE / "settings.py").read_text()))
    assert read == set(environment.KNOWN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REMIT_DEBUG", "maybe"),
        ("REMIT_TODAY", "tomorrow"),
        ("REMIT_DATABASE", "mysql://localhost/remit"),
        ("REMIT_DATABASE", "postgresql://localhost/"),
        ("REMIT_SECRET", "short"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    readers: dict[str, Callable[[], object]] = {
        "REMIT_DEBUG": lambda: environment.yes_no(name, default=False),
        "REMIT_TODAY": lambda: environment.day(name),
        "REMIT_DATABASE": lambda: environment.database(name, tmp_path),
        "REMIT_SECRET": lambda: environment.secret(name, tmp_path),
    }
    with pytest.raises(ImproperlyConfigured, match=name):
        readers[name]()


def test_a_postgresql_address_may_hold_signs_that_are_escaped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REMIT_DATABASE", "postgresql://ann:p%40ss%2F1@db.example:5433/figures")
    found = environment.database("REMIT_DATABASE", tmp_path)
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ann", "p@ss/1", "db.example", "5433", "figures",
    ]  # fmt: skip
