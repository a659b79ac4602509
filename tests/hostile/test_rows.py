"""Bad rows: each a clear problem at its place, exit 1, and nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Refuses

VALUES = "indicator,unit,period,value,status\n"
TREES = "tree,unit,parent\n"
SHARES = """links:
- {from_element: 1, to_plan: P, to_element: 2, share: 60 %}
- {from_element: 1, to_plan: P, to_element: 1, share: 1/2}"""


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (VALUES + "V,KEM,2008,1,\n", "unknown-unit", "observations.csv:2:unit"),
        (VALUES + "W,KEN,2008,1,\n", "unknown-indicator", "observations.csv:2:indicator"),
        (VALUES + "V,KEN,2008,1,\n" * 2, "duplicate-key", "observations.csv:3:"),
        (VALUES + "V,KEN,2008-13,1,\n", "impossible-period", "observations.csv:2:period"),
        (
            VALUES + "V,KEN,2010/2008,1,\n",
            "impossible-period",
            "observations.csv:2:period",
        ),
        (VALUES + "V,KEN,2008,many,\n", "not-a-number", "observations.csv:2:value"),
        (VALUES + 'V,KEN,2008,"1,200",\n', "not-a-number", "observations.csv:2:value"),
        (VALUES + "V,KEN,2008,NaN,\n", "not-a-number", "observations.csv:2:value"),
        (VALUES + "V,KEN,2008,1e999,\n", "too-large", "observations.csv:2:value"),
        (VALUES + "V,KEN,2008,-1,\n", "negative-count", "observations.csv:2:value"),
        (VALUES + "V,KEN,2008,=1+1,\n", "formula", "observations.csv:2:value"),
        (
            VALUES + "V,KEN,2008,1,missing\n",
            "value-beside-status",
            "observations.csv:2:value",
        ),
        ("unit,kind\nken,member\n", "code-in-another-case", "units.csv:2:unit"),
        ("unit,kind\n=KEN,member\n", "bad-code", "units.csv:2:unit"),
        ("unit,kind\nKEN,branch\n", "changed", "units.csv:2:kind"),
        ("unit,kind\nTZA\n", "ragged-row", "units.csv:2:"),
        (
            "tree,unit,parent,from\nstructure,ALL,KEN,2008-01-01\n",
            "cycle-in-tree",
            "trees.csv:2:parent",
        ),
        (TREES + "zones,KEN,UGA\nzones,UGA,KEN\n", "cycle-in-tree", "trees.csv:3:parent"),
    ],
)
def test_a_bad_row_is_refused_at_its_place(refuses: Refuses, outside: Path, text: str, code: str, place: str) -> None:
    file = place.partition(":")[0]
    (outside / file).write_text(text)
    found = refuses(outside / file).problems
    assert (code, place) in [
        (problem["code"], f"{problem['file']}:{problem['at']}:{problem['field']}") for problem in found
    ]


@pytest.mark.parametrize(
    ("section", "code"),
    [
        (SHARES, "shares-over-whole"),
        ("money: [{stage: approved, amount: 5, currency: USD, on: 2008-06-01}]", "missing-rate"),
        ("money: [{stage: approved, amount: =5, currency: CHF}]", "formula"),
        ("money: [{stage: approved, amount: 5, currency: CHF, holder: XYZ}]", "unknown-unit"),
    ],
)
def test_a_bad_plan_is_refused(refuses: Refuses, outside: Path, section: str, code: str) -> None:
    (outside / "P.yaml").write_text(PLAN + section + "\n")
    assert code in refuses(outside / "P.yaml").codes


def test_elements_in_a_circle_are_refused(refuses: Refuses, outside: Path) -> None:
    (outside / "P.yaml").write_text(PLAN.replace("title: One", "title: One, parent: '2'").replace(
        "title: Two", "title: Two, parent: '1'"
    ))  # fmt: skip
    assert "part-of-itself" in refuses(outside / "P.yaml").codes


def test_a_bad_value_is_shown_short_and_without_commands_for_the_terminal(refuses: Refuses, outside: Path) -> None:
    (outside / "units.csv").write_text("unit,kind\n" + "T" * 2_000_000 + ",member\n\x1b[2JX,member\n")
    refused = refuses(outside / "units.csv")
    assert refused.codes == ["bad-code", "bad-code"]
    assert len(refused.output) < 10_000
    assert "\\u001b" not in refused.output
    assert all("\x1b" not in problem["says"] for problem in refused.problems)


def test_all_problems_come_at_once(refuses: Refuses, outside: Path) -> None:
    (outside / "units.csv").write_text("unit,kind\nken,member\n")
    (outside / "observations.csv").write_text(VALUES + "V,KEM,2008,1,\nW,KEN,2008,-1,\nV,KEN,2009,-1,\n")
    (outside / "P.yaml").write_text(PLAN + "money: [{stage: approved, amount: 5, currency: USD}]\n")
    codes = refuses(outside / "units.csv", outside / "observations.csv", outside / "P.yaml").codes
    wanted = {"code-in-another-case", "unknown-unit", "unknown-indicator", "negative-count", "missing-rate"}
    assert wanted <= set(codes)
