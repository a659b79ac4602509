"""Every action that somebody can do has its sentence."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from remit_web.audit.words import ACTIONS, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = Path(__file__).parents[2]


def actions_in(file: Path) -> Iterator[str]:
    """Yield the codes of actions that a module records: the second word given to `record`, or one named `action`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            given = node.args[1:2] if name in {"record", "recorded"} else []
            given = [*given, *(one.value for one in node.keywords if one.arg == "action")]
            yield from (str(one.value) for one in given if isinstance(one, ast.Constant) and "." in str(one.value))


def test_every_action_has_its_sentence() -> None:
    files = [file for file in WEB.rglob("*.py") if "tests" not in file.parts]
    found = {action for file in files for action in actions_in(file)}
    assert {"rows.loaded", "role.given", "plan.submitted"} <= found
    assert sorted(found - ACTIONS.keys()) == []


def test_a_sentence_is_one() -> None:
    assert all(str(one)[0].isupper() and not str(one).endswith(".") for one in ACTIONS.values())
    assert sentence("report.locked-again") == "Report locked again"
