"""A unit's own value tells its steps: what was reported, what counts of it, and what only stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.own_value import own_value

from .conftest import given

if TYPE_CHECKING:
    from remit.calculations.own_value import Step

ONE_UNIT = """
    units
    unit | kind   | parent
    A    | member |
"""


def said(step: Step, depth: int = 0) -> list[str]:
    """A step and those that it was made from, one on a line; what does not count stands in brackets."""
    number = "-" if step.numerator is None else str(step.numerator // 10_000)
    line = f"{'  ' * depth}{step.how} {step.plan or step.cell or step.period.name} {number}"
    lines = [line if step.counts else f"{'  ' * depth}({line.strip()})"]
    return lines + [text for part in step.parts for text in said(part, depth + 1)]


def test_the_largest_programme_counts_and_the_others_stand_beside_it() -> None:
    """Programme P has quarters 10 and 20, programme Q 25 in all: the same people, so 30 of P counts."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | over_plans
    reached   | max

    observations
    indicator | unit | plan | period | value
    reached   | A    | P    | 2020Q1 | 10
    reached   | A    | P    | 2020Q2 | 20
    reached   | A    | Q    | 2020   | 25
    """
    )
    (found,) = own_value(case, "reached", "A", "2020")
    assert said(found) == [
        "unit 2020 30",
        "  programme P 30",
        "    time P 30",
        "      observed P 10",
        "      observed P 20",
        "  (programme Q 25)",
        "    time Q 25",
        "      observed Q 25",
    ]


def test_cells_that_make_up_a_total_are_its_steps() -> None:
    """Women 4 and men 6 are given, and no total: 10. Of a last value the earlier one stands beside."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator  | over_time | reported_as
    volunteers | last      | on a day

    indicator_axes
    indicator  | axis | whole
    volunteers | sex  | yes

    categories
    axis | category
    sex  | female
    sex  | male

    observations
    indicator  | unit | period | cell       | value
    volunteers | A    | 2020Q1 | sex=female | 3
    volunteers | A    | 2020Q4 | sex=female | 4
    volunteers | A    | 2020   | sex=male   | 6
    """
    )
    (found,) = own_value(case, "volunteers", "A", "2020")
    assert said(found) == [
        "unit 2020 10",
        "  cells 2020 10",
        "    time sex=female 4",
        "      (observed sex=female 3)",
        "      observed sex=female 4",
        "    time sex=male 6",
        "      observed sex=male 6",
    ]


def test_a_ratio_shows_the_indicator_that_it_is_divided_by() -> None:
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | measure | over_units | over_time | denominator
    warned    | ratio   | ratio      | last      | at-risk
    at-risk   | count   | sum        | last      |

    observations
    indicator | unit | period | value
    warned    | A    | 2020   | 30
    at-risk   | A    | 2020   | 120
    """
    )
    (found,) = own_value(case, "warned", "A", "2020")
    assert (found.how, found.numerator, found.denominator) == ("over", 300_000, 1_200_000)
    assert [(part.indicator, part.numerator, part.counts) for part in found.parts] == [
        ("warned", 300_000, True),
        ("at-risk", 1_200_000, True),
    ]


def test_periods_that_may_not_be_added_stand_side_by_side_the_largest_first() -> None:
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | over_time
    reached   | none

    observations
    indicator | unit | period | value
    reached   | A    | 2020Q1 | 10
    reached   | A    | 2020Q2 | 20
    """
    )
    found = own_value(case, "reached", "A", "2020")
    assert [(step.period.name, step.numerator, step.counts) for step in found] == [
        ("2020Q2", 200_000, True),
        ("2020Q1", 100_000, False),
    ]


def test_a_unit_that_reported_nothing_has_no_steps() -> None:
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator
    reached
    """
    )
    assert own_value(case, "reached", "A", "2020") == []
