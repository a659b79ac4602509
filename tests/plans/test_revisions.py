"""A package has one canonical form; revisions are checked by their bytes, compared, and rolled forward."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import WrongUse
from remit.federation import Federation
from remit.plans import Change, Revision, canonical, difference, package_of, packages_of, roll_forward

if TYPE_CHECKING:
    from random import Random

PACKAGE: dict[str, Any] = {
    "schema": "remit-plan/1",
    "plan": {
        "plan": "OP",
        "unit": "SEC",
        "kind": "operational plan",
        "period": "2008/2011",
        "edition": "2008",
    },
    "levels": [{"level": "o", "name": "Output", "is": "output"}],
    "elements": [{"element": "E1", "level": "o", "title": "Health"}, {"element": "E2", "level": "o"}],
    "links": [{"from_element": "E1", "to_plan": "SDG", "to_element": "3"}],
    "responsibilities": [{"no": number, "elements": "E1", "unit": "U", "role": "lead"} for number in ("2", "10")],
    "targets": [
        {"id": "t0", "indicator": "I", "kind": "baseline", "period": "2007", "value": "10"},
        {"id": "t1", "indicator": "I", "kind": "milestone", "period": "2008", "value": "20"},
        {"id": "t2", "indicator": "I", "kind": "target", "period": "2011", "value": "90"},
    ],
    "money": [
        {"id": "m1", "stage": "approved", "period": "2008", "amount": "5"},
        {"id": "m2", "stage": "approved", "period": "2008/2011", "amount": "7", "equivalents": {"USD": "8"}},
    ],
    "texts": [{"of": "elements", "key": "OP/E1", "field": "title", "language": "fr", "text": "Santé"}],
}
VALUES = st.sampled_from(["", "1", "2", "10", "é", "e\u0301", "a\r\nb"])
ROWS = st.lists(st.dictionaries(st.sampled_from(["element", "order", "title"]), VALUES), max_size=4)
PACKAGES = st.builds(lambda rows: {**PACKAGE, "elements": rows}, ROWS)


def changed(**sections: Any) -> dict[str, Any]:
    return {**copy.deepcopy(PACKAGE), **sections}


def shuffled(package: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return the same package with its names and rows in another order."""

    def mixed(names: dict[str, Any]) -> dict[str, Any]:
        return dict(random.sample(list(names.items()), len(names)))

    def value(content: Any) -> Any:
        if isinstance(content, list):
            return [mixed(row) for row in random.sample(content, len(content))]
        return mixed(content) if isinstance(content, dict) else content

    return mixed({name: value(content) for name, content in package.items()})


@given(PACKAGES, st.randoms(use_true_random=False))
def test_the_canonical_form_does_not_depend_on_any_order(package: dict[str, Any], random: Random) -> None:
    assert canonical(shuffled(package, random)) == canonical(package)


@given(PACKAGES)
def test_the_canonical_form_of_the_canonical_form_is_itself(package: dict[str, Any]) -> None:
    assert canonical(json.loads(canonical(package))) == canonical(package)


@given(PACKAGES, PACKAGES)
def test_two_packages_differ_only_if_their_canonical_forms_do(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert (difference(old, new) == []) == (canonical(old) == canonical(new))


def test_the_canonical_form_is_compact_sorted_and_in_nfc() -> None:
    package = {
        "plan": {"unit": "SEC", "plan": "OP", "symbol": "e\u0301\r\n", "source": None},
        "schema": "remit-plan/1",
    }
    text = '{"schema":"remit-plan/1","plan":{"plan":"OP","symbol":"é\\n","unit":"SEC"}}'
    assert canonical(package) == text.encode()


def test_whole_numbers_of_a_key_sort_as_numbers() -> None:
    rows = json.loads(canonical(PACKAGE))["responsibilities"]
    assert [row["no"] for row in rows] == ["2", "10"]


def test_a_revision_is_checked_by_its_bytes() -> None:
    revision = Revision.of(PACKAGE)
    assert revision.intact
    assert canonical(revision.package) == revision.data
    assert not replace(revision, data=revision.data.replace(b'"90"', b'"91"')).intact


def test_a_difference_says_what_changed_by_table_key_and_field() -> None:
    new = changed(
        elements=[{"element": "E1", "level": "o", "title": "Health care"}, {"element": "E3", "level": "o"}],
        money=[PACKAGE["money"][0], {**PACKAGE["money"][1], "equivalents": {"USD": "9"}}],
        plan={**PACKAGE["plan"], "symbol": "C/1"},
    )
    assert difference(PACKAGE, new) == [
        Change("changed", "plans", ("OP",), "symbol", "", "C/1"),
        Change("changed", "elements", ("E1",), "title", "Health", "Health care"),
        Change("removed", "elements", ("E2",), row=(("element", "E2"), ("level", "o"))),
        Change("added", "elements", ("E3",), row=(("element", "E3"), ("level", "o"))),
        Change("changed", "money", ("m2",), "equivalents.USD", "8", "9"),
    ]


def test_of_two_equal_rows_one_more_is_one_added() -> None:
    row = {"stage": "approved", "amount": "5"}
    assert [change.what for change in difference(changed(money=[row]), changed(money=[row, row]))] == ["added"]


def test_rolling_forward_moves_the_window_and_keeps_the_elements() -> None:
    rolled = roll_forward(PACKAGE)
    assert (rolled["plan"]["period"], rolled["plan"]["edition"]) == ("2009/2012", "2009")
    for section in ("levels", "elements", "links", "responsibilities", "texts"):
        assert rolled[section] == PACKAGE[section]


def test_rolling_forward_leaves_what_is_over_to_the_earlier_edition() -> None:
    rolled = roll_forward(PACKAGE)
    assert [row["id"] for row in rolled["targets"]] == ["t0", "t2"]  # a baseline stays
    assert [row["id"] for row in rolled["money"]] == ["m2"]


def test_rolling_forward_to_another_code_makes_new_rows() -> None:
    rolled = roll_forward(PACKAGE, plan="OP-2009")
    assert rolled["plan"]["plan"] == "OP-2009"
    assert rolled["texts"][0]["key"] == "OP-2009/E1"
    assert not any("id" in row for row in rolled["money"] + rolled["targets"])


def test_rolling_forward_changes_nothing_of_the_old_edition() -> None:
    before = copy.deepcopy(PACKAGE)
    roll_forward(PACKAGE, 2, plan="X")
    assert before == PACKAGE


def test_a_plan_without_a_period_has_no_window_to_move() -> None:
    with pytest.raises(WrongUse, match="states no period"):
        roll_forward({**PACKAGE, "plan": {"plan": "OP"}})


@given(st.integers(1, 5), st.integers(1, 5))
def test_rolling_twice_is_rolling_once_by_the_sum(first: int, second: int) -> None:
    assert roll_forward(roll_forward(PACKAGE, first), second) == roll_forward(PACKAGE, first + second)


def test_an_unknown_plan_is_wrong_use() -> None:
    assert packages_of(Federation()) == {}
    with pytest.raises(WrongUse, match="no plan OP"):
        package_of(Federation(), "OP")
