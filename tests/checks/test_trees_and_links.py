"""Nothing stands above itself, and shares add up to at most the whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from remit.checks import tree_has_no_cycle
from remit.checks.facts import Facts
from remit.checks.loops import Node, in_loops, loops
from remit.federation import Federation
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.problems import Problem

    Codes = Callable[..., list[str]]
    Found = Callable[..., list[Problem]]

PLANS = [{"plan": "P"}, {"plan": "Q"}]
LEVELS = [{"plan": plan, "level": "L", "name": "Output", "is": "output"} for plan in "PQ"]
ELEMENTS = [{"plan": plan, "element": element} for plan in "PQ" for element in ("E", "F", "G")]


def under(unit: str, parent: str | None, first: int | None = None, last: int | None = None) -> dict[str, Any]:
    days = {"from": first and date(first, 1, 1), "to": last and date(last, 12, 31)}
    return {"unit": unit, "parent": parent, **days}


def link(to_plan: str, to_element: str, share: str | None, element: str = "E", **more: Any) -> dict[str, Any]:
    to = {"to_plan": to_plan, "to_element": to_element, "share": share, "kind": "shared"}
    return {"from_plan": "P", "from_element": element, **to, **more}


def linked(*links: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {"plans": PLANS, "levels": LEVELS, "elements": ELEMENTS, "links": list(links)}


def test_a_circle_in_a_tree_is_found_with_its_units(found: Found) -> None:
    [problem] = found(trees=[under("AAA", "BBB"), under("BBB", "CCC"), under("CCC", "AAA")])
    assert (problem.code, problem.where.file, problem.where.field) == ("cycle-in-tree", "trees.csv", "parent")
    assert problem.facts["units"] == "AAA > BBB > CCC > AAA"


def test_a_unit_under_itself_is_a_circle(codes: Codes) -> None:
    assert codes(trees=[under("AAA", "AAA")]) == ["cycle-in-tree"]


def test_two_units_may_change_places_with_time(codes: Codes) -> None:
    turned = [under("AAA", "BBB", None, 2007), under("BBB", "AAA", 2008), under("AAA", None, 2008)]
    assert codes(trees=turned) == []


def test_a_circle_at_one_time_only_is_found(found: Found) -> None:
    [problem] = found(trees=[under("AAA", "BBB", None, 2008), under("BBB", "AAA", 2008)])
    assert problem.facts["day"] == "2008-01-01"


def test_different_trees_are_different(codes: Codes) -> None:
    assert codes(trees=[under("AAA", "BBB"), {**under("BBB", "AAA"), "tree": "zones"}]) == []


def test_a_unit_under_two_parents_at_a_time_is_found(found: Found) -> None:
    [problem] = found(trees=[under("AAA", "BBB"), under("AAA", "CCC", 2008)])
    assert (problem.code, str(problem.where), problem.facts["day"]) == (
        "two-parents",
        "trees.csv:3",
        "2008-01-01",
    )


def test_a_circle_hangs_below_and_above_long_lines_that_are_none(found: Found) -> None:
    line = [f"L{number}" for number in range(100)]
    units = [{"unit": unit} for unit in [*line, "AAA", "BBB", "TOP"]]
    below = [under(unit, above) for unit, above in zip(line, [*line[1:], "AAA"], strict=True)]
    ring = [under("AAA", "BBB", None, 2008), under("BBB", "AAA"), under("AAA", "TOP", 2009), under("TOP", None)]
    [problem] = found(units=units, trees=[*below, *ring])
    assert (problem.code, problem.facts["units"]) == ("cycle-in-tree", "AAA > BBB > AAA")


stays = st.lists(
    st.tuples(*[st.sampled_from(["AAA", "BBB", "CCC", "DDD"])] * 2), max_size=5, unique_by=lambda one: one[0]
)


@given(stays, stays)
def test_a_circle_is_found_exactly_where_going_up_comes_back(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    trees = {"structure": dict(one), "zones": dict(other)}
    rows = [{**under(*stay), "tree": tree} for tree, each in trees.items() for stay in each.items()]
    arrow = pa.Table.from_pylist(rows, TABLES["trees"].schema)
    problems = list(tree_has_no_cycle.check(Facts.of(Federation(tables={"trees": arrow}))))
    told = {(problem.facts["tree"], unit) for problem in problems for unit in problem.facts["units"].split(" > ")}
    ups = {tree: {unit: {above} for unit, above in each.items()} for tree, each in trees.items()}
    assert told == {(tree, unit) for tree, each in ups.items() for unit in each if unit in _reached(unit, each)}


def test_elements_plans_and_categories_are_no_parts_of_themselves(codes: Codes) -> None:
    circle = [{"plan": "P", "element": "E", "parent": "F"}, {"plan": "P", "element": "F", "parent": "E"}]
    assert codes(plans=[{"plan": "P"}], levels=LEVELS[:1], elements=circle) == ["part-of-itself"]
    assert codes(plans=[{"plan": "P", "part_of": "Q"}, {"plan": "Q", "part_of": "P"}]) == ["part-of-itself"]
    ages = [{"axis": "age", "category": "a", "parent": "b"}, {"axis": "age", "category": "b", "parent": "a"}]
    assert codes(categories=ages) == ["part-of-itself"]


def test_sixty_forty_to_objectives_and_all_to_another_framework_is_accepted(codes: Codes) -> None:
    assert codes(**linked(link("P", "F", "3/5"), link("P", "G", "2/5"), link("Q", "E", "1"))) == []


def test_three_exact_thirds_are_accepted(codes: Codes) -> None:
    assert codes(**linked(*(link("Q", element, "1/3") for element in "EFG"))) == []


def test_sixty_fifty_within_one_plan_is_refused(found: Found) -> None:
    [problem] = found(**linked(link("P", "F", "3/5"), link("P", "G", "1/2")))
    assert (problem.code, str(problem.where)) == ("shares-over-whole", "links.csv:3:share")
    assert (problem.facts["percent"], problem.blocks) == ("110", True)


def test_a_shared_link_needs_its_share_and_another_kind_does_not(codes: Codes) -> None:
    assert codes(**linked(link("Q", "E", None))) == ["no-share"]
    assert codes(**linked(link("Q", "E", None, kind="serves"))) == []


def test_money_that_flows_in_a_circle_is_found(codes: Codes) -> None:
    assert codes(**linked(link("P", "F", "1"), link("P", "E", "1", element="F"))) == ["links-in-circle"]


def test_successors_take_on_at_most_the_whole(codes: Codes) -> None:
    on = {"tree": "structure", "from_unit": "KEN", "on": date(2008, 1, 1)}
    units = [{"unit": "AAA"}, {"unit": "BBB"}]
    halves = [{**on, "to_unit": "AAA", "share": "1/2"}, {**on, "to_unit": "BBB", "share": "1/2"}]
    assert codes(units=units, successions=halves) == []
    halves[1]["share"] = "2/3"
    assert codes(units=units, successions=halves) == ["succession-over-whole"]


edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)


@given(edges)
def test_a_loop_is_found_exactly_where_there_is_one(pairs: list[tuple[int, int]]) -> None:
    ahead: dict[int, set[int]] = {}
    for one, other in pairs:
        ahead.setdefault(one, set()).add(other)
    expected = {start for start in range(8) if start in _reached(start, ahead)}
    circles = list(loops(ahead))
    assert {node for circle in circles for node in circle} == expected
    assert all(after in ahead[node] for c in circles for node, after in zip(c, [*c[1:], c[0]], strict=True))
    assert expected <= in_loops(pairs)
    assert bool(expected) == bool(in_loops(pairs))


def _reached(start: Node, ahead: dict[Node, set[Node]]) -> set[Node]:
    seen: set[Node] = set()
    front = set(ahead.get(start, ()))
    while front - seen:
        seen |= front
        front = {further for node in front for further in ahead.get(node, ())}
    return seen
