"""Units, plans and all that has a code: the same again adds nothing, something else needs a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from remit.exchange.base import Reading, Rows
from remit.federation import Federation
from remit.intake import take_in

EARLY, LATE = datetime(2009, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)


def units(*rows: dict[str, Any], file: str = "units.csv", package: bool = False) -> Reading:
    found = Rows(file)
    for line, row in enumerate(rows, 2):
        found.add("units", str(line), **{"kind": "member", **row})
    if package:
        found.add("plans", "plan", plan="P", unit="KEN", kind="programme")
    return found.reading()


def codes(intake: Any) -> list[str]:
    return [problem.code for problem in intake.problems]


def test_the_same_again_adds_nothing() -> None:
    once = take_in(Federation(), units({"unit": "KEN"}))
    again = take_in(once.federation, units({"unit": "KEN"}))
    assert (once.added, again.added, again.unchanged) == ({"units": 1}, {"units": 0}, {"units": 1})


def test_other_content_is_a_problem_and_with_a_reason_a_later_version() -> None:
    once = take_in(Federation(), units({"unit": "KEN"}), at=EARLY).federation
    changed = units({"unit": "KEN", "kind": "branch"})
    [problem] = take_in(once, changed).problems
    assert (problem.code, str(problem.where)) == ("changed", "units.csv:2:kind")
    later = take_in(once, changed, correct="it was merged", at=LATE)
    assert later.corrected == {"units": 1}
    assert [row["kind"] for row in later.federation.current().rows("units")] == ["branch"]
    assert [row["kind"] for row in later.federation.current(EARLY).rows("units")] == ["member"]


def test_a_field_that_a_package_leaves_empty_is_no_difference() -> None:
    full = units({"unit": "KEN", "valid_from": date(1966, 1, 1)})
    once = take_in(Federation(), full).federation
    assert codes(take_in(once, units({"unit": "KEN"}))) == ["changed"]
    carried = take_in(once, units({"unit": "KEN"}, file="plan.yaml", package=True))
    assert (codes(carried), carried.unchanged["units"]) == ([], 1)
    other = units({"unit": "KEN", "kind": "branch"}, file="plan.yaml", package=True)
    corrected = take_in(once, other, correct="so it is").federation.current().rows("units")
    assert [(row["kind"], row["valid_from"]) for row in corrected] == [("branch", date(1966, 1, 1))]


def test_two_packages_may_carry_the_same_unit_where_they_agree() -> None:
    both = units({"unit": "KEN"}, file="one.yaml")
    both.extend(units({"unit": "KEN"}, file="two.yaml"))
    intake = take_in(Federation(), both)
    assert (codes(intake), intake.added, intake.unchanged) == ([], {"units": 1}, {"units": 1})
    both.extend(units({"unit": "KEN", "kind": "branch"}, file="three.yaml"))
    [problem] = take_in(Federation(), both).problems
    assert (problem.code, problem.where.file) == ("duplicate-key", "three.yaml")


def test_a_unit_twice_in_one_file_is_a_problem() -> None:
    [problem] = take_in(Federation(), units({"unit": "KEN"}, {"unit": "KEN"})).problems
    assert (problem.code, str(problem.where), problem.facts["other"]) == (
        "duplicate-key", "units.csv:3", "units.csv:2",
    )  # fmt: skip


def test_versions_with_their_moments_are_history_not_doubles() -> None:
    history = units({"unit": "KEN", "recorded_at": EARLY}, {"unit": "KEN", "kind": "branch", "recorded_at": LATE})
    once = take_in(Federation(), history)
    assert (codes(once), once.added) == ([], {"units": 2})
    again = take_in(once.federation, history)
    assert (codes(again), again.added, again.unchanged) == ([], {"units": 0}, {"units": 2})


def test_codes_are_not_told_apart_by_case() -> None:
    once = take_in(Federation(), units({"unit": "KEN"})).federation
    [problem] = take_in(once, units({"unit": "ken"})).problems
    assert (problem.code, problem.facts["other"], problem.where.field) == (
        "code-in-another-case",
        "KEN",
        "unit",
    )
    assert codes(take_in(Federation(), units({"unit": "KEN"}, {"unit": "ken"}))) == ["code-in-another-case"]


def test_a_text_that_begins_like_a_formula_is_refused() -> None:
    rows = units({"unit": "KEN"})
    texts = Rows("texts.csv")
    text = {"of": "units", "key": "KEN", "field": "name", "language": "en"}
    texts.add("texts", "2", **text, text='=HYPERLINK("http://x")')
    rows.extend(texts.reading())
    [problem] = take_in(Federation(), rows).problems
    assert (problem.code, str(problem.where)) == ("formula", "texts.csv:2:text")
