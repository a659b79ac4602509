"""Observations are never changed: loaded twice they add nothing; what differs must be called a correction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from remit.exact import SCALE
from remit.exchange.base import Reading, Rows
from remit.intake import take_in
from remit.problems import blocking

if TYPE_CHECKING:
    from remit.federation import Federation

EARLY, LATE = datetime(2009, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)


def values(*rows: dict[str, Any], file: str = "values.csv") -> Reading:
    """Return a reading of values of indicator V for 2008."""
    found = Rows(file)
    for line, row in enumerate(rows, 2):
        default = {"indicator": "V", "period": "2008", "status": "reported", "visibility": "federation"}
        found.add("observations", str(line), **{**default, **row})
    return found.reading()


def value(number: int | None, unit: str = "KEN", **more: Any) -> dict[str, Any]:
    status = "missing" if number is None else "reported"
    return {"unit": unit, "value": None if number is None else number * SCALE, "status": status, **more}


def now_there(federation: Federation) -> list[int | None]:
    return [row["value"] and row["value"] // SCALE for row in federation.current().rows("observations")]


def codes(intake: Any) -> list[str]:
    return [problem.code for problem in intake.problems]


def test_the_same_file_again_adds_nothing(ground: Federation) -> None:
    once = take_in(ground, values(value(5), value(None, "UGA")))
    again = take_in(once.federation, values(value(5), value(None, "UGA")))
    assert (once.added, again.added, again.unchanged) == (
        {"observations": 2}, {"observations": 0}, {"observations": 2},
    )  # fmt: skip
    assert again.federation.table("observations").equals(once.federation.table("observations"))


def test_the_same_value_from_another_file_adds_nothing(ground: Federation) -> None:
    once = take_in(ground, values(value(5)))
    other = take_in(once.federation, values(value(5, source="page 12"), file="other.csv"))
    assert other.unchanged == {"observations": 1}
    assert other.problems == []


def test_another_value_is_a_problem_with_both_values(ground: Federation) -> None:
    once = take_in(ground, values(value(5)))
    [problem] = take_in(once.federation, values(value(6))).problems
    assert (problem.code, str(problem.where), problem.blocks) == ("changed", "values.csv:2:value", True)
    assert (problem.facts["was"], problem.facts["now"]) == ("value 5", "value 6")
    assert "--correct" in problem.mend


def test_a_correction_keeps_the_old_row_and_names_it(ground: Federation) -> None:
    once = take_in(ground, values(value(5)), at=EARLY)
    corrected = take_in(once.federation, values(value(6)), correct="a slip", at=LATE)
    old, new = corrected.federation.rows("observations")
    assert (new["supersedes"], new["reason"], old["reason"]) == (old["id"], "a slip", None)
    assert corrected.corrected == {"observations": 1}
    assert now_there(corrected.federation) == [6]
    assert now_there(corrected.federation.current(EARLY)) == [5]


def test_a_corrected_file_again_adds_nothing_with_or_without_a_reason(ground: Federation) -> None:
    once = take_in(ground, values(value(5)))
    corrected = take_in(once.federation, values(value(6)), correct="a slip").federation
    for reason in (None, "a slip"):
        again = take_in(corrected, values(value(6)), correct=reason)
        assert (again.unchanged, codes(again)) == ({"observations": 1}, [])


def test_the_first_file_again_does_not_undo_a_correction(ground: Federation) -> None:
    once = take_in(ground, values(value(5)))
    corrected = take_in(once.federation, values(value(6)), correct="a slip").federation
    again = take_in(corrected, values(value(5)))
    assert (again.unchanged, codes(again), now_there(again.federation)) == ({"observations": 1}, [], [6])


def test_a_correction_can_be_corrected_back(ground: Federation) -> None:
    federation = take_in(ground, values(value(5))).federation
    for number in (6, 5, 6, 5):
        federation = take_in(federation, values(value(number)), correct="to and fro").federation
        assert now_there(federation) == [number]
    assert len(federation.rows("observations")) == 5
    assert len({row["id"] for row in federation.rows("observations")}) == 5


@pytest.mark.parametrize("status", ["missing", "not collected"])
def test_a_value_follows_a_missing_one_by_itself(ground: Federation, status: str) -> None:
    once = take_in(ground, values({"unit": "KEN", "status": status}))
    later = take_in(once.federation, values(value(6)))
    assert (later.corrected, codes(later), now_there(later.federation)) == ({"observations": 1}, [], [6])


def test_an_empty_cell_withdraws_nothing(ground: Federation) -> None:
    once = take_in(ground, values(value(5)))
    for reason in (None, "a newer file"):
        later = take_in(once.federation, values(value(None)), correct=reason)
        assert codes(later) == ["empty-keeps-value"]
        assert blocking(later.problems) == []
        assert now_there(later.federation) == [5]


def test_a_withdrawn_value_does_not_come_back_by_itself(ground: Federation) -> None:
    once = take_in(ground, values(value(5))).federation
    withdrawn = take_in(once, values({"unit": "KEN", "status": "withdrawn"}), correct="counted twice").federation
    assert now_there(withdrawn) == []
    assert codes(take_in(withdrawn, values(value(5)))) == []
    assert codes(take_in(withdrawn, values(value(5), file="copy.csv"))) == ["changed"]


def test_zero_is_a_value(ground: Federation) -> None:
    once = take_in(ground, values(value(0)))
    assert codes(take_in(once.federation, values(value(1)))) == ["changed"]
    assert now_there(once.federation) == [0]


@pytest.mark.parametrize("second", [5, 6])
def test_the_same_key_twice_in_one_reading_is_a_problem_with_both_places(ground: Federation, second: int) -> None:
    reading = values(value(5))
    reading.extend(values(value(second), file="other.csv"))
    [problem] = take_in(ground, reading).problems
    assert (problem.code, str(problem.where)) == ("duplicate-key", "other.csv:2")
    assert problem.facts["other"] == "values.csv:2"


def test_a_row_may_name_what_it_corrects(ground: Federation) -> None:
    once = take_in(ground, values(value(5, id="one"))).federation
    named = take_in(once, values(value(6, id="two", supersedes="one", reason="a slip")))
    assert (codes(named), now_there(named.federation)) == ([], [6])


def test_a_row_cannot_correct_what_is_not_there(ground: Federation) -> None:
    [problem] = take_in(ground, values(value(6, id="two", supersedes="one"))).problems
    assert (problem.code, problem.where.field) == ("unknown-row", "supersedes")


def test_a_row_is_corrected_once(ground: Federation) -> None:
    once = take_in(ground, values(value(5, id="one"), value(6, id="two", supersedes="one"))).federation
    [problem] = take_in(once, values(value(7, id="three", supersedes="one"))).problems
    assert problem.code == "conflict"
    assert (problem.facts["first"], problem.facts["second"]) == ("two", "three")


def test_two_corrections_of_one_row_in_one_reading_conflict(ground: Federation) -> None:
    once = take_in(ground, values(value(5, id="one"))).federation
    both = values(value(6, id="two", supersedes="one"), value(7, id="three", supersedes="one"))
    assert "conflict" in codes(take_in(once, both)) or "duplicate-key" in codes(take_in(once, both))


def test_history_comes_in_whole_and_again_adds_nothing(ground: Federation) -> None:
    first = take_in(ground, values(value(5)), at=EARLY).federation
    history = take_in(first, values(value(6)), correct="a slip", at=LATE).federation.rows("observations")
    dump = Rows("observations.csv")
    for row in history:
        dump.add("observations", row["id"], **row)
    loaded = take_in(ground, dump.reading())
    assert codes(loaded) == []
    assert loaded.federation.rows("observations") == history
    again = take_in(loaded.federation, dump.reading())
    assert (again.added, again.unchanged) == ({"observations": 0}, {"observations": 2})


def test_an_id_that_is_there_with_other_content_is_a_problem(ground: Federation) -> None:
    once = take_in(ground, values(value(5, id="one"))).federation
    assert codes(take_in(once, values(value(5, "UGA", id="one")))) == ["changed"]
    assert codes(take_in(once, values(value(6, id="one")))) == ["changed"]
    corrected = take_in(once, values(value(6, id="one")), correct="a slip")
    assert (codes(corrected), now_there(corrected.federation)) == ([], [6])


def test_a_thousand_problems_of_a_kind_are_listed_to_a_hundred(ground: Federation) -> None:
    intake = take_in(ground, values(*(value(1, f"U{number}") for number in range(1000))))
    assert codes(intake).count("unknown-unit") == 100
    [more] = [problem for problem in intake.problems if problem.code == "more-of-these"]
    assert more.facts["count"] == "900"
