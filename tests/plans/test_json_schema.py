"""The published JSON Schema is current, takes every example, and refuses what reading refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from remit.exchange import nested
from remit.exchange.folder import FolderStore
from remit.plans import packages_of
from remit.plans.json_schema import json_schema, text

REPOSITORY = Path(__file__).parents[2]
PACKAGES = sorted(REPOSITORY.glob("examples/*/plans/*.yaml"))
HEAD = {"plan": "OP", "unit": "SEC", "kind": "programme"}


def refused(package: Any) -> list[str]:
    errors = Draft202012Validator(json_schema()).iter_errors(package)
    return sorted(".".join(map(str, error.absolute_path)) for error in errors)


def test_the_published_schema_is_current() -> None:
    published = (REPOSITORY / "docs" / "reference" / "plan.schema.json").read_text()
    assert published == text(), "write it anew: python -m remit.plans.json_schema docs/reference/plan.schema.json"


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", PACKAGES, ids=lambda file: file.stem)
def test_every_example_agrees_with_the_schema(file: Path) -> None:
    tree, problems = nested.parse_yaml(file.read_text())
    assert not problems
    assert refused(tree) == []


@pytest.mark.parametrize("folder", sorted({file.parents[1] for file in PACKAGES}), ids=lambda folder: folder.name)
def test_every_example_as_it_is_written_agrees_with_the_schema(folder: Path) -> None:
    for package in packages_of(FolderStore(folder).read()).values():
        assert refused(package) == []


def test_numbers_may_be_numbers_and_several_codes_a_list() -> None:
    package = {
        "schema": "remit-plan/1",
        "plan": HEAD,
        "money": [{"stage": "approved", "amount": 5.5, "equivalents": {"USD": 4}}],
        "responsibilities": [{"elements": ["A", "B"], "unit": "U", "role": "lead"}],
        "links": [{"from_element": "A", "to_element": "B", "share": "equal"}],
    }
    assert refused(package) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"schema": "remit-plan/2"}, "schema"),
        ({"goals": []}, ""),
        ({"plan": {"plan": "OP"}}, "plan"),
        ({"plan": {**HEAD, "colour": "red"}}, "plan"),
        ({"plan": {**HEAD, "plan": "no code"}}, "plan.plan"),
        ({"money": [{"stage": "spent"}]}, "money"),
        ({"elements": [{"element": "A"}]}, "elements"),
    ],
)
def test_what_reading_refuses_the_schema_refuses(change: dict[str, Any], path: str) -> None:
    assert path in refused({"schema": "remit-plan/1", "plan": HEAD, **change})
