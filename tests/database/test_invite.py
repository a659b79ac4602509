"""Letting people in from the machine, on every database: the first administrator, and who has lost a second factor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Remit
    from .copies import Copies

UNITS = "unit,kind,recorded_at\nTOP,federation,2020-01-01\n"


@pytest.fixture
def loaded(remit: Remit, address: str, tmp_path: Path, copies: Copies) -> Remit:
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "units.csv").write_text(UNITS)
    copies.begin(address, "one unit", lambda: remit("load", tmp_path / "start"))
    return remit


def test_the_first_administrator_is_invited_by_an_address_that_is_printed(loaded: Remit) -> None:
    said = loaded("invite", "ann@example.org", "--role", "administrator", "--unit", "TOP")
    assert re.search(r"^http://127\.0\.0\.1:8000/invitations/[\w-]{43}/$", said, re.MULTILINE)
    said = loaded(
        "invite", "ann@example.org", "--role", "auditor", "--unit", "TOP", "--at", "https://remit.example.org/"
    )
    assert "https://remit.example.org/invitations/" in said
    assert "Nobody here has the address bob@example.org" in loaded("unlock", "bob@example.org", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ann@example.org", "--role", "king", "--unit", "TOP"), "There is no role “king”; there are: reporter"),
        (("ann@example.org", "--role", "auditor", "--unit", "NOBODY"), "No unit has the code NOBODY"),
        (("ann", "--role", "auditor", "--unit", "TOP"), "“ann” is not an e-mail address"),
    ],
)
def test_what_makes_no_sense_is_said(loaded: Remit, words: tuple[str, ...], said: str) -> None:
    assert said in loaded("invite", *words, code=2)
