"""Values fit what they measure, when it was asked, and each other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.problems import Problem

    Codes = Callable[..., list[str]]
    Found = Callable[..., list[Problem]]


def measured(measure: str, over: str = "none", **more: Any) -> list[dict[str, Any]]:
    return [{"indicator": "V", "measure": measure, "over_units": over, "over_time": over, **more}]


RATIO, COUNT = measured("ratio", "ratio"), measured("count", "sum")
BY_SEX = [{"indicator": "V", "axis": "sex", "whole": True}]
AGES = [{"axis": "age", "category": "18-49"}] + [
    {"axis": "age", "category": band, "parent": "18-49"} for band in ("18-29", "30-39", "40-49")
]
PROGRAMMES = [{"plan": "P"}, {"plan": "Q"}]


@pytest.mark.parametrize(
    ("indicators", "row", "expected"),
    [
        (COUNT, {"value": -1}, ["negative-count"]),
        (COUNT, {"value": 0}, []),
        (measured("amount", "sum", currency="CHF"), {"value": -1}, []),
        (measured("yes/no"), {"value": 2}, ["not-yes-or-no"]),
        (measured("yes/no"), {"value": 1}, []),
        (RATIO, {"value": 1, "denominator": -2}, ["negative-denominator", "beyond-denominator"]),
        (RATIO, {"value": 3, "denominator": 2}, ["beyond-denominator"]),
        (RATIO, {"value": 3}, ["no-denominator"]),
        (RATIO, {"value": None, "denominator": 900, "status": "missing"}, []),
        (COUNT, {"value": 1, "status": "missing"}, ["value-beside-status"]),
        (COUNT, {"value": 1, "status": "not applicable"}, ["value-beside-status"]),
        (COUNT, {"value": None, "status": "not applicable"}, []),
        (COUNT, {"value": None, "status": "reported"}, ["reported-without-value"]),
        (COUNT, {"value": 1, "status": "imputed"}, ["no-method"]),
        (COUNT, {"value": 1, "status": "imputed", "method": "last:2007"}, []),
        (COUNT, {"value": 1, "covers": "2005"}, ["covers-other-days"]),
        (measured("count", "sum", valid_from=date(2009, 1, 1)), {"value": 1}, ["outside-its-life"]),
        (measured("count", "sum", valid_to=date(2008, 6, 30)), {"value": 1}, []),
    ],
)
def test_a_value_is_what_its_indicator_measures(
    codes: Codes, indicators: list[dict[str, Any]], row: dict[str, Any], expected: list[str]
) -> None:
    assert codes(indicators=indicators, observations=[row]) == expected


def test_a_ratio_may_have_another_indicator_as_its_denominator(codes: Codes) -> None:
    indicators = [*measured("ratio", "ratio", denominator="POP"), {"indicator": "POP"}]
    assert codes(indicators=indicators, observations=[{"value": 3}]) == []


def test_a_problem_stands_at_its_line_and_field(found: Found) -> None:
    [problem] = found(observations=[{"value": 1}, {"value": -1, "period": "2009"}])
    assert str(problem.where) == "observations.csv:3:value"
    assert problem.facts["value"] == "-1"


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("units", {"unit": "UGA", "valid_from": date(2008, 1, 1), "valid_to": date(2007, 1, 1)}),
        ("trees", {"unit": "KEN", "from": date(2008, 1, 1), "to": date(2007, 1, 1)}),
        ("rounds", {"round": "R", "period": "2008", "opens": date(2008, 1, 1), "closes": date(2007, 1, 1)}),
    ],
)
def test_nothing_ends_before_it_begins(found: Found, table: str, row: dict[str, Any]) -> None:
    [problem] = found(**{table: [row]})
    assert problem.code == "ends-before-it-begins"
    assert (problem.facts["first"], problem.facts["last"]) == ("2008-01-01", "2007-01-01")


def test_a_category_that_is_not_in_its_list_is_a_problem_with_close_ones(found: Found) -> None:
    sexes = [{"axis": "sex", "category": "female"}, {"axis": "sex", "category": "male"}]
    [problem] = found(categories=sexes, observations=[{"value": 1, "cell": "sex=femal"}])
    assert (problem.code, problem.where.field, problem.facts["known"]) == (
        "unknown-category",
        "cell",
        "female, male",
    )
    assert found(categories=sexes, observations=[{"value": 1, "cell": "age=5;sex=not-stated"}]) == []


def cells(**values: int) -> list[dict[str, Any]]:
    named = {"total": None, "f": "sex=female", "m": "sex=male"}
    return [{"cell": named[name], "value": value} for name, value in values.items()]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"total": 10, "f": 6, "m": 4}, []),
        ({"total": 10, "f": 6}, ["cells-short-of-total"]),
        ({"total": 10, "f": 6, "m": 5}, ["cells-beyond-total"]),
        ({"f": 6, "m": 5}, []),
        ({"total": 0, "f": 0, "m": 0}, []),
    ],
)
def test_cells_make_up_their_total(codes: Codes, values: dict[str, int], expected: list[str]) -> None:
    assert codes(indicator_axes=BY_SEX, observations=cells(**values)) == expected


def test_cells_of_an_axis_that_is_only_a_part_may_leave_a_rest_but_not_go_beyond(codes: Codes) -> None:
    part = [{**BY_SEX[0], "whole": False}]
    assert codes(indicator_axes=part, observations=cells(total=10, f=6, m=6)) == []
    assert codes(indicator_axes=part, observations=cells(total=10, f=11)) == ["cells-beyond-total"]


def test_bands_that_nest_are_counted_once(codes: Codes) -> None:
    axes = [{"indicator": "V", "axis": "age", "whole": True}]
    values = {None: 90, "age=18-49": 90, "age=18-29": 40, "age=30-39": 30, "age=40-49": 20}
    rows = [{"cell": cell, "value": value} for cell, value in values.items()]
    assert codes(indicator_axes=axes, categories=AGES, observations=rows) == []
    del rows[1]
    assert codes(indicator_axes=axes, categories=AGES, observations=rows) == []


def test_cells_of_a_ratio_are_not_added(codes: Codes) -> None:
    rows = [{"denominator": 10, **cell} for cell in cells(total=5, f=6, m=7)]
    assert codes(indicators=RATIO, indicator_axes=BY_SEX, observations=rows) == []


def test_programmes_stay_within_the_total_of_their_unit(found: Found, codes: Codes) -> None:
    rows = [{"value": 10}, {"value": 7, "plan": "P"}, {"value": 5, "plan": "Q"}]
    [problem] = found(plans=PROGRAMMES, observations=rows)
    assert (problem.code, problem.facts["made"], problem.facts["total"]) == (
        "programmes-beyond-total",
        "12",
        "10",
    )
    same_people = [{"indicator": "V", "over_plans": "max"}]
    assert codes(plans=PROGRAMMES, indicators=same_people, observations=rows) == []


def quarters(*values: int) -> list[dict[str, Any]]:
    return [{"period": f"2008Q{number}", "value": value} for number, value in enumerate(values, 1)]


def test_a_year_that_is_not_what_its_quarters_make_is_said_with_both(found: Found, codes: Codes) -> None:
    [problem] = found(observations=[{"value": 11}, *quarters(1, 2, 3, 4)])
    assert (problem.code, problem.facts["total"], problem.facts["made"]) == ("periods-differ", "11", "10")
    assert not problem.blocks
    assert codes(observations=[{"value": 10}, *quarters(1, 2, 3, 4)]) == []
    assert codes(observations=[{"value": 11}, *quarters(1, 2, 3)]) == []


def test_a_stock_is_what_its_last_quarter_was(codes: Codes) -> None:
    stock = [{"indicator": "V", "over_time": "last"}]
    assert codes(indicators=stock, observations=[{"value": 4}, *quarters(1, 2, 3, 4)]) == []
    assert codes(indicators=stock, observations=[{"value": 10}, *quarters(1, 2, 3, 4)]) == ["periods-differ"]


def test_years_that_share_days_are_said(codes: Codes) -> None:
    rows = [{"period": "2008", "value": 1}, {"period": "2008-07-01/2009-06-30", "value": 1}]
    assert codes(observations=rows) == ["periods-overlap"]
    other_cell = [rows[0], {**rows[1], "cell": "sex=male"}]
    assert codes(observations=other_cell) == []
