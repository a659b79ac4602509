"""Every problem of a load is told in one go, and none that only another one makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.exchange import FORMATS
from remit.exchange.sources import Source
from remit.federation import Federation
from remit.intake import take_in

if TYPE_CHECKING:
    from pathlib import Path

UNITS = "unit,kind,valid_from\nKEN,member,\nUGA,member,\n"
INDICATORS = "indicator,measure,over_units,over_time\nV,count,sum,sum\n"
HEAD = "schema: remit-plan/1\nplan: {plan: P, unit: KEN, kind: project, title: Wells, currency: CHF}\n"


def told(folder: Path, **files: str) -> list[tuple[str, str]]:
    """Return every problem of a federation's folder with these files, by code and place."""
    for name, text in files.items():
        file = folder / (f"plans/{name}.yaml" if text.startswith("schema") else f"{name}.csv")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    reading = FORMATS["folder"].read([Source(folder)], Federation(), lambda *_: None)
    return sorted((problem.code, str(problem.where)) for problem in take_in(Federation(), reading).problems)


def test_a_bad_number_hides_no_unknown_unit_and_no_negative_count(tmp_path: Path) -> None:
    values = "indicator,unit,period,value\nV,KEN,2008,twelve\nV,XXX,2008,1\nV,UGA,2008,-5\nV,UGA,2009,7\n"
    assert told(tmp_path, units=UNITS, indicators=INDICATORS, observations=values) == [
        ("negative-count", "observations.csv:4:value"),
        ("not-a-number", "observations.csv:2:value"),
        ("unknown-unit", "observations.csv:3:unit"),
    ]


def test_a_bad_field_of_a_row_hides_nothing_of_its_others(tmp_path: Path) -> None:
    values = "indicator,unit,period,value\nW,XXX,2008-13,twelve\n"
    plan = HEAD + (
        "levels: [{level: o, name: Output, is: output}]\nelements: [{element: e1, level: x, order: first}]\n"
        "responsibilities: [{elements: [e9], unit: XXX, role: boss}]\n"
        "money: [{element: e9, holder: XXX, stage: requirement, amount: lots}]\n"
    )
    assert told(tmp_path, units=UNITS, indicators=INDICATORS, observations=values, P=plan) == [
        ("impossible-period", "observations.csv:2:period"),
        ("not-a-number", "P.yaml:6:amount"),
        ("not-a-number", "observations.csv:2:value"),
        ("not-whole", "P.yaml:4:order"),
        ("unknown-choice", "P.yaml:5:role"),
        ("unknown-element", "P.yaml:5:elements"),
        ("unknown-element", "P.yaml:6:element"),
        ("unknown-indicator", "observations.csv:2:indicator"),
        ("unknown-level", "P.yaml:4:level"),
        ("unknown-unit", "P.yaml:5:unit"),
        ("unknown-unit", "P.yaml:6:holder"),
        ("unknown-unit", "observations.csv:2:unit"),
    ]


def test_a_row_with_a_bad_field_is_known_by_its_code(tmp_path: Path) -> None:
    units = "unit,kind,valid_from\nKEN,member,last year\nUGA,,\n"
    values = "indicator,unit,period,value\nV,KEN,2008,1\nV,UGA,2008,1\nV,TZA,2008,1\n"
    assert told(tmp_path, units=units, indicators=INDICATORS, observations=values) == [
        ("empty-field", "units.csv:3:kind"),
        ("impossible-day", "units.csv:2:valid_from"),
        ("unknown-unit", "observations.csv:4:unit"),
    ]


def test_a_row_with_a_field_too_many_hides_no_other_and_is_known_by_its_code(tmp_path: Path) -> None:
    units = "unit,kind,valid_from\nKEN,member,,,\n\nUGA,member,\nTZA,member,never\n"
    values = "indicator,unit,period,value\nV,KEN,2008,1\nV,XXX,2008,1\n"
    assert told(tmp_path, units=units, indicators=INDICATORS, observations=values) == [
        ("impossible-day", "units.csv:5:valid_from"),
        ("ragged-row", "units.csv:2"),
        ("unknown-unit", "observations.csv:3:unit"),
    ]


@pytest.mark.parametrize(
    ("units", "problem"),
    [
        ("unit,kind\nKEN,\xff\n", ("wrong-encoding", "units.csv:2")),
        ("code,kind\nKEN,member\n", ("no-column", "units.csv:1:unit")),
        ("unit,unit,kind\nKEN,KEN,member\n", ("column-twice", "units.csv:1:unit")),
    ],
)
def test_what_a_file_that_cannot_be_read_may_hold_is_not_unknown(
    tmp_path: Path, units: str, problem: tuple[str, str]
) -> None:
    (tmp_path / "units.csv").write_bytes(units.encode("latin-1"))
    values = "indicator,unit,period,value\nV,KEN,2008,-1\nW,KEN,2008,1\n"
    found = told(tmp_path, indicators=INDICATORS, observations=values)
    assert {code for code, _ in found} - {"unknown-column"} == {problem[0], "negative-count", "unknown-indicator"}


def test_a_plan_with_a_bad_head_tells_the_problems_of_its_rows(tmp_path: Path) -> None:
    plan = HEAD.replace("CHF", "Francs") + (
        "units: [{unit: KEN, kind: member}]\n"
        "levels: [{level: o, name: Output, is: output}]\n"
        "elements: [{element: e1, level: o}, {element: e2, level: x}]\n"
        "money: [{element: e3, stage: requirement, amount: 5, currency: CHF}]\n"
    )
    assert told(tmp_path, P=plan) == [
        ("bad-currency", "P.yaml:2:currency"),
        ("unknown-element", "P.yaml:6:element"),
        ("unknown-level", "P.yaml:5:level"),
    ]


def test_a_bad_element_is_known_to_the_rows_under_it(tmp_path: Path) -> None:
    plan = HEAD + (
        "units: [{unit: KEN, kind: member}]\n"
        "levels: [{level: o, name: Output, is: output}]\n"
        "elements: [{element: e1, level: o, order: first, title: '=1+1'}, {element: e2, level: o, parent: e1}]\n"
        "responsibilities: [{elements: [e1, e9], unit: KEN, role: lead}]\n"
        "money: [{element: e1, stage: requirement, amount: lots, equivalents: {USD: more}}]\n"
    )
    assert told(tmp_path, P=plan) == [
        ("formula", "P.yaml:5:text"),
        ("not-a-number", "P.yaml:7:amount"),
        ("not-a-number", "P.yaml:7:amount"),
        ("not-whole", "P.yaml:5:order"),
        ("unknown-element", "P.yaml:6:elements"),
    ]


def test_a_moment_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    plan = HEAD.replace("title", "recorded_at: yesterday, title") + (
        "units: [{unit: KEN, kind: member}]\nlevels: [{level: o, name: Output, is: output}]\n"
    )
    assert told(tmp_path, P=plan) == [("impossible-moment", "P.yaml:2:recorded_at")]


def test_a_correction_of_a_row_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    values = "id,indicator,unit,period,value,supersedes\no-1,V,KEN,2008,one,\no-2,V,KEN,2008,2,o-1\n"
    assert told(tmp_path, units=UNITS, indicators=INDICATORS, observations=values) == [
        ("not-a-number", "observations.csv:2:value")
    ]


def test_a_rate_that_cannot_be_read_is_not_missing_too(tmp_path: Path) -> None:
    plan = HEAD + (
        "units: [{unit: KEN, kind: member}]\n"
        "money: [{stage: requirement, amount: 5, currency: EUR, on: 2009-01-01}]\n"
        "rates: [{series: budget, currency: EUR, base: CHF, valid_from: 2008-01-01, rate: high, quoted: direct}]\n"
    )
    assert told(tmp_path, P=plan) == [("bad-rate", "P.yaml:5:rate")]
