"""Each promise of the threat model names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "threat-model.md"
PROMISES = re.findall(r"^\| (.+?) \| `([^`]+)::([^`]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_there_are_promises() -> None:
    assert len(PROMISES) > 10
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "---" not in line
    ]
    assert len(rows) == len(PROMISES) + 1, "every row names one test"


@pytest.mark.parametrize(("promise", "file", "test"), PROMISES)
def test_a_promise_is_held_by_a_test(promise: str, file: str, test: str) -> None:
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), promise
