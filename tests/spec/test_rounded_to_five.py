"""Counts rounded to 5: those by disability, protection and safeguarding, for whoever does not see the whole of a unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import example, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from remit.calculations.achievement import achievement
from remit.calculations.attention import attention
from remit.calculations.own_value import own_value
from remit.calculations.rollup import rollup
from remit.calculations.to_five import to_five
from remit.engines import Engine

from .conftest import given

if TYPE_CHECKING:
    from remit.observations import Audience

    from .conftest import Holds

UNITS = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All
    C    | member | All
"""

TWO_UNITS = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All
"""

ONE_UNIT = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
"""

REACHED = """
    indicators
    indicator
    reached

    indicator_axes
    indicator | axis       | whole
    reached   | disability | no
    reached   | sex        | yes
"""


def test_each_level_is_rounded_from_its_exact_sum(holds: Holds) -> None:
    """52 three times is 50 three times below, and 156 above: 155, not 150. Who sees the whole sees the numbers."""
    case = given(
        UNITS
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020   | disability=yes | 52
    reached   | B    | 2020   | disability=yes | 52
    reached   | C    | 2020   | disability=yes | 52
    """
    )
    holds(case, "reached", "unit,year,disability", """
        unit | disability | value | notes
        All  | yes        | 155   | rounded-to-5
        A    | yes        | 50    | rounded-to-5
        B    | yes        | 50    | rounded-to-5
        C    | yes        | 50    | rounded-to-5
    """, audience="federation")  # fmt: skip
    holds(case, "reached", "region,year,disability", """
        region | disability | value | notes
        All    | yes        | 156   |
    """)  # fmt: skip


def test_one_and_two_become_0_with_a_note_and_missing_stays_missing(holds: Holds) -> None:
    """0 may stand for up to 2: the note says so. A half goes to the even side: 2.5 to 0, 7.5 to 10."""
    case = given(
        UNITS
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020   | disability=yes | 2
    reached   | B    | 2020   | disability=yes |
    reached   | C    | 2020   | disability=yes | 7.5
    """
    )
    holds(case, "reached", "member,year,disability", """
        member | value | status   | notes
        A      | 0     | complete | rounded-to-5
        B      |       | missing  |
        C      | 10    | complete | rounded-to-5
    """, audience="federation")  # fmt: skip


def test_a_cell_of_several_axes_is_rounded_by_one_of_them(holds: Holds) -> None:
    """By disability and sex the cells are rounded; by sex alone nothing is, nor are totals."""
    case = given(
        ONE_UNIT
        + REACHED
        + """
    observations
    indicator | unit | period | cell                      | value
    reached   | A    | 2020   |                           | 103
    reached   | A    | 2020   | sex=female                | 61
    reached   | A    | 2020   | disability=yes            | 13
    reached   | A    | 2020   | disability=yes;sex=female | 8
    """
    )
    holds(case, "reached", "member,year,cell", """
        member | cell                      | value | notes
        A      |                           | 103   |
        A      | sex=female                | 61    |
        A      | disability=yes            | 15    | rounded-to-5
        A      | disability=yes;sex=female | 10    | rounded-to-5
    """, audience="federation")  # fmt: skip


def test_an_indicator_says_itself_by_which_axes_it_is_rounded(holds: Holds) -> None:
    """One is rounded by status, which no rule knows, and not by disability."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator
    reached

    indicator_axes
    indicator | axis       | whole | rounded
    reached   | status     | no    | yes
    reached   | disability | no    | no

    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020   | disability=yes | 13
    reached   | A    | 2020   | status=refugee | 13
    """
    )
    holds(case, "reached", "member,year,cell", """
        member | cell           | value
        A      |                |
        A      | disability=yes | 13
        A      | status=refugee | 15
    """, audience="federation")  # fmt: skip


def test_what_is_not_stated_is_worked_out_from_what_is_shown(holds: Holds) -> None:
    """48 of 101 is shown as 50; the rest is 53, but 55 beside 101 would tell that 50 is 48. 101 - 50 = 51, so 50.

    Of 50 of C all are with a disability, of B 50 of 52: rounding alone can make that rest, so nothing remains of either.
    """
    case = given(
        UNITS
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020   |                | 101
    reached   | A    | 2020   | disability=yes | 48
    reached   | B    | 2020   |                | 52
    reached   | B    | 2020   | disability=yes | 50
    reached   | C    | 2020   |                | 50
    reached   | C    | 2020   | disability=yes | 50
    """
    )
    holds(case, "reached", "member,year,disability", """
        member | disability | value | notes
        A      | yes        | 50    | rounded-to-5
        A      | not-stated | 50    | remainder rounded-to-5
        B      | yes        | 50    | rounded-to-5
        C      | yes        | 50    | rounded-to-5
    """, audience="federation")  # fmt: skip


def test_categories_that_make_up_a_total_leave_no_rest_that_rounding_made(holds: Holds) -> None:
    """53, 53 and 53 make up 159; shown as 55 each they make 165, and the total says 159. Nothing is not stated."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator
    reached

    indicator_axes
    indicator | axis       | whole
    reached   | protection | yes

    observations
    indicator | unit | period | cell              | value
    reached   | A    | 2020   | protection=alone  | 53
    reached   | A    | 2020   | protection=family | 53
    reached   | A    | 2020   | protection=care   | 53
    """
    )
    holds(case, "reached", "member,year,protection", """
        member | protection | value
        A      | alone      | 55
        A      | family     | 55
        A      | care       | 55
    """, audience="federation")  # fmt: skip
    holds(case, "reached", "member,year", """
        member | value | notes
        A      | 159   |
    """, audience="federation")  # fmt: skip


def test_a_ratio_is_made_again_from_its_rounded_parts(holds: Holds) -> None:
    """13 of 28 is shown as 15 of 30, a half; 1 of 2 as 0 of 0, of which no part can be said. All: 14 of 30, so 15 of 30."""
    case = given(
        TWO_UNITS
        + """
    indicators
    indicator | measure | over_units | over_time
    answered  | ratio   | ratio      | ratio

    observations
    indicator | unit | period | cell             | value
    answered  | A    | 2020   | safeguarding=yes | 13/28
    answered  | B    | 2020   | safeguarding=yes | 1/2
    """
    )
    holds(case, "answered", "unit,year,safeguarding", """
        unit | numerator | denominator | value
        All  | 15        | 30          | 0.5
        A    | 15        | 30          | 0.5
        B    | 0         | 0           |
    """, audience="federation")  # fmt: skip


def test_of_a_mean_what_it_was_taken_over_is_rounded(holds: Holds) -> None:
    """12.52 hours over 7 people, 80 over 4: the mean is no count, and is given as it is shown; 7 becomes 5.

    The sum of hours, 407.6, would tell the 7 from 12.52; so it is made of what is shown: 12.5 times 5. All: (87.64 + 320) / 11.
    """
    case = given(
        TWO_UNITS
        + """
    indicators
    indicator | measure | over_units    | over_time
    hours     | mean    | weighted mean | mean

    observations
    indicator | unit | period | cell           | value
    hours     | A    | 2020   | disability=yes | 12.52/7
    hours     | B    | 2020   | disability=yes | 80/4
    """
    )
    holds(case, "hours", "unit,year,disability", """
        unit | value | numerator | denominator
        All  | 37.1  | 371       | 10
        A    | 12.5  | 62.5      | 5
        B    | 80    | 400       | 5
    """, audience="federation")  # fmt: skip


def test_amounts_scores_and_yes_or_no_are_no_counts(holds: Holds) -> None:
    """Money spent, a score, and how many units have a policy are shown as they are."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | measure | over_units | over_time
    cash      | amount  | sum        | sum
    score     | score   | max        | last
    policy    | yes/no  | count      | last

    observations
    indicator | unit | period | cell           | value
    cash      | A    | 2020   | disability=yes | 1203
    score     | A    | 2020   | disability=yes | 4
    policy    | A    | 2020   | disability=yes | 1
    """
    )
    for code, value in (("cash", "1203"), ("score", "4"), ("policy", "1")):
        holds(case, code, "region,year,disability", f"""
            region | value | notes
            All    | {value} |
        """, audience="federation")  # fmt: skip


def test_what_stands_beside_a_count_is_rounded_too(holds: Holds) -> None:
    """A states 52 and its programmes give 58; 7 of them are estimated. C states 51, its programme gives 52: no difference shows."""
    case = given(
        UNITS
        + REACHED
        + """
    observations
    indicator | unit | plan | period | cell           | value | status
    reached   | A    |      | 2020   | disability=yes | 52    | reported
    reached   | A    | P    | 2020   | disability=yes | 51    | reported
    reached   | A    | Q    | 2020   | disability=yes | 7     | reported
    reached   | B    |      | 2020   | disability=yes | 7     | estimated
    reached   | C    |      | 2020   | disability=yes | 51    | reported
    reached   | C    | P    | 2020   | disability=yes | 52    | reported
    """
    )
    figures = holds(case, "reached", "member,year,disability", """
        member | value | stated | computed | imputed
        A      | 50    | 50     | 60       |
        B      | 5     |        |          | 5
        C      | 50    | 50     | 50       |
    """, audience="federation")  # fmt: skip
    notes = {figure.keys[0]: figure.notes for figure in figures}
    assert notes == {
        "A": ("stated-counts|stated=50|computed=60", "rounded-to-5"),
        "B": ("rounded-to-5",),
        "C": ("rounded-to-5",),
    }


def test_an_estimate_that_rounds_to_0_is_nothing_estimated(holds: Holds) -> None:
    """Of 12 an estimated 2: to tell that 0 of it is estimated would tell it from an estimated 0."""
    case = given(
        TWO_UNITS
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value | status
    reached   | A    | 2020   | disability=yes | 10    | reported
    reached   | B    | 2020   | disability=yes | 2     | estimated
    """
    )
    holds(case, "reached", "region,year,disability", """
        region | value | imputed
        All    | 10    |
    """, audience="federation")  # fmt: skip


def test_a_target_of_such_a_cell_is_a_plan_and_is_not_rounded(engine: Engine) -> None:
    """Aimed at 104, reached 52: shown as 50 of 104."""
    case = given(
        ONE_UNIT
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020   | disability=yes | 52

    targets
    indicator | unit | period | cell           | kind   | value
    reached   | A    | 2020   | disability=yes | target | 104
    """
    )
    (found,) = achievement(case, "reached", by=("member", "year", "disability"), audience="federation", engine=engine)
    assert (found.actual.value, found.target, found.share) == (50, 104, Decimal("0.4807692308"))


def test_a_running_total_that_fell_is_not_told_of_a_rounded_number(holds: Holds) -> None:
    """52 so far, then 51: the step of -1 would tell that the two differ, where both are shown as 50."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | reported_as
    reached   | so far this year

    observations
    indicator | unit | period          | cell           | value
    reached   | A    | 2020-01/2020-03 | disability=yes | 52
    reached   | A    | 2020-01/2020-06 | disability=yes | 51
    """
    )
    for audience, value, notes in (("federation", 50, "rounded-to-5"), ("whole", 51, "fallen")):
        holds(case, "reached", "member,year,disability", f"""
            member | value | notes
            A      | {value} | {notes}
        """, audience=audience)  # fmt: skip


CORRECTED = """
    observations
    id | indicator | unit | period | cell           | value | supersedes | reason | recorded_at
    a  | reached   | A    | 2020   | disability=yes | 51    |            |        | 2020-06-01
    b  | reached   | A    | 2020   | disability=yes | 52    | a          | 51?    | 2020-07-01
    c  | reached   | B    | 2020   | disability=yes | 51    |            |        | 2020-06-01
    d  | reached   | B    | 2020   | disability=yes | 58    | c          | 58!    | 2020-07-01
"""


def test_the_values_behind_a_rounded_figure_are_rounded_and_what_was_written_of_them_is_left_out() -> None:
    """B's 58 is shown as 60, under an id of its own key, without the reason of its correction."""
    case = given(UNITS + REACHED + CORRECTED)
    figures = rollup(case, ["reached"], by=("region", "year", "disability"), audience="federation")
    told = [
        (row["unit"], row["value"] // 10_000, row["reason"], row["supersedes"])
        for row in figures.explain(figures.only())
    ]
    assert told == [("A", 50, None, None), ("B", 60, None, None)]
    assert not {row["id"] for row in figures.explain(figures.only())} & {"b", "d"}
    exact = rollup(case, ["reached"], by=("region", "year", "disability"))
    assert [(row["id"], row["value"] // 10_000) for row in exact.explain(exact.only())] == [("b", 52), ("d", 58)]


def test_the_steps_to_a_units_own_value_begin_with_rounded_ones() -> None:
    """Two quarters of 52 are 104 for who sees the whole; outside they are 50 and 50, beside a figure of 105."""
    case = given(
        ONE_UNIT
        + REACHED
        + """
    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2020Q1 | disability=yes | 52
    reached   | A    | 2020Q2 | disability=yes | 52
    """
    )
    (outside,) = own_value(case, "reached", "A", "2020", "disability=yes", audience="federation")
    (inside,) = own_value(case, "reached", "A", "2020", "disability=yes")
    assert (outside.numerator, inside.numerator) == (1_000_000, 1_040_000)
    figure = rollup(case, ["reached"], by=("region", "year", "disability"), audience="federation").only()
    assert figure.value == 105


@pytest.mark.parametrize(
    ("audience", "told"),
    [("federation", [("B", "50", "60", "")]), ("whole", [("A", "51", "52", "51?"), ("B", "51", "58", "58!")])],
)
def test_a_correction_within_the_rounding_is_not_told(
    audience: Audience, told: list[tuple[str, ...]], engine: Engine
) -> None:
    """51 restated as 52 is nothing outside; 51 restated as 58 is 60 instead of 50."""
    case = given(TWO_UNITS + REACHED + CORRECTED)
    found = attention(case, date(2020, 12, 1), audience=audience, engine=engine)
    restated = [one.facts for one in found if one.code == "restated"]
    assert sorted(tuple(facts[name] for name in ("unit", "before", "after", "reason")) for facts in restated) == told


PLACES = [(unit, period) for unit in "ABC" for period in ("2020", "2021")]


@given_any(
    st.dictionaries(st.sampled_from(PLACES), st.integers(0, 60), min_size=1),
    st.lists(st.integers(-4, 4), min_size=6, max_size=6),
)
@example({("A", "2020"): 52, ("B", "2020"): 48}, [-4, 4, 0, 0, 0, 0])
@settings(deadline=None, max_examples=60)
def test_nothing_changes_with_a_number_that_rounds_the_same_at_every_level(
    numbers: dict[tuple[str, str], int], by: list[int]
) -> None:
    """Numbers are changed by a little; where each unit and the whole round as before, every figure is the same, byte by byte."""
    changed = dict(numbers)
    for place, more in zip(numbers, by, strict=False):
        other = {**changed, place: max(changed[place] + more, 0)}
        changed = other if _rounds_alike(numbers, other) else changed
    for engine in get_args(Engine):
        assert _figures(numbers, engine) == _figures(changed, engine)


def _rounds_alike(first: dict[tuple[str, str], int], second: dict[tuple[str, str], int]) -> bool:
    """Whether two sets of numbers round alike in each unit, and in the whole of each year."""
    whole = [
        sum(value for (_, of), value in values.items() if of == year)
        for year in ("2020", "2021")
        for values in (first, second)
    ]
    pairs = [(first[place], second[place]) for place in first] + [(whole[0], whole[1]), (whole[2], whole[3])]
    return all(to_five(Decimal(one)) == to_five(Decimal(other)) for one, other in pairs)


def _figures(values: dict[tuple[str, str], int], engine: Engine) -> list[str]:
    lines = [f"reached | {unit} | {period} | disability=yes | {value}" for (unit, period), value in values.items()]
    lines += [f"reached | {unit} | {period} | | 70" for unit, period in values]
    case = given(
        UNITS + REACHED + "\n    observations\n    indicator | unit | period | cell | value\n" + "\n".join(lines)
    )
    found = rollup(case, ["reached"], by=("unit", "year", "disability"), audience="federation", engine=engine)
    return [str(figure) for figure in found]


@pytest.mark.parametrize(
    ("number", "rounded"), [("0", 0), ("2.4999", 0), ("2.5001", 5), ("12.5", 10), ("17.5", 20), ("-3", -5)]
)
def test_the_nearest_5_counts_and_of_two_as_near_the_even_one(number: str, rounded: int) -> None:
    assert to_five(Decimal(number)) == rounded
