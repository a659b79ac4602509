"""How far roles reach: random trees, roles and days, held against a definition that anyone can read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from remit_web.access.models import Delegation, Named, Person, Role
from remit_web.access.readers import reader_of
from remit_web.access.rights import ROLES, May
from remit_web.figures.keep import numbered
from remit_web.plans.models import Plan
from remit_web.plans.seen import plans_seen, visible
from remit_web.store_rows import add_rows
from remit_web.units.models import Standing
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS = [f"N{number}" for number in range(9)]
VISIBILITIES = ["public", "federation", "unit", "named"]
SEES = {"public": {"public"}, "federation": {"public", "federation"}}


def days(day: date) -> st.SearchStrategy[date | None]:
    return st.sampled_from([None, day - timedelta(3), day - timedelta(1), day, day + timedelta(1), day + timedelta(3)])


@st.composite
def trees(draw: st.DrawFn) -> dict[str, dict[str, str | None]]:
    """Two trees: of each unit the one above it, which has a smaller number; some units stand in none."""
    found: dict[str, dict[str, str | None]] = {}
    for tree in ("structure", "zones"):
        parents: dict[str, str | None] = {}
        for number, unit in enumerate(UNITS):
            if draw(st.booleans()) or number == 0:
                above = [one for one in UNITS[:number] if one in parents]
                parents[unit] = draw(st.sampled_from([None, *above])) if above else None
        found[tree] = parents
    return found


@st.composite
def roles(draw: st.DrawFn) -> list[tuple[str, str, str, date | None, date | None]]:
    """Who holds what, where, and when: *me*, and *other*, who may be away."""
    one = st.tuples(
        st.sampled_from(["me", "other"]), st.sampled_from(sorted(ROLES)), st.sampled_from(UNITS),
        days(today()), days(today()),
    ).filter(lambda role: role[3] is None or role[4] is None or role[3] <= role[4])  # fmt: skip
    return draw(st.lists(one, max_size=4))


# The slow, obvious definition


def holds(begins: date | None, ends: date | None) -> bool:
    return (begins is None or begins <= today()) and (ends is None or today() <= ends)


def stands_at_or_below(unit: str, top: str, parents: Mapping[str, Mapping[str, str | None]]) -> bool:
    """Whether a unit is another, or has it above in any tree."""
    if unit == top:
        return True
    for tree in parents.values():
        above = tree.get(unit)
        while above is not None:
            if above == top:
                return True
            above = tree[above]
    return False


def has(right: May, unit: str, mine: list[Any], parents: Any) -> bool:
    return any(
        right in ROLES[role].rights and stands_at_or_below(unit, held_on, parents) and holds(begins, ends)
        for _, role, held_on, begins, ends in mine
    )


def may_see(row: tuple[str, str, str], mine: list[Any], parents: Any, named: set[str]) -> bool:
    plan, unit, visibility = row
    now = [one for one in mine if holds(one[3], one[4])]
    base = "public" if now and all(ROLES[one[1]].is_outside for one in now) else "federation"
    if visibility == "named":
        return plan in named or has(May.READ_NAMED, unit, mine, parents)
    return visibility in SEES[base] or has(May.READ_WHOLE, unit, mine, parents)


class Reaches(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(
        trees(), roles(), st.booleans(), st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(VISIBILITIES)), max_size=6),
        st.sets(st.integers(0, 5), max_size=2),
    )  # fmt: skip
    def test_the_scoped_query_is_the_obvious_definition(
        self, parents: Any, held: list[Any], is_away: bool, rows: list[tuple[str, str]], named: set[int]
    ) -> None:
        me, other = (Person.objects.create_user(f"{name}@example.net", "long enough") for name in ("me", "other"))
        people = {"me": me, "other": other}
        for who, role, unit, begins, ends in held:
            Role.objects.create(person=people[who], role=role, unit=unit, begins=begins, ends=ends)
        if is_away:
            Delegation.objects.create(away=other, to=me, begins=today(), ends=today())
        stand(parents)
        plans = [(f"X-{number}", unit, visibility) for number, (unit, visibility) in enumerate(rows)]
        for plan, unit, visibility in plans:
            Plan.objects.create(
                plan=plan, unit=unit, visibility=visibility, kind="project", recorded_at="2026-01-01T00:00Z"
            )
        codes = {f"X-{number}" for number in named}
        for code in codes:
            Named.objects.create(of="plans", key=code, person=me)
        mine = [one for one in held if one[0] == "me" or is_away]

        reader = reader_of(me)
        for right in May:
            expected = {unit for unit in UNITS if has(right, unit, mine, parents)}
            assert reader.reach(right).covers(UNITS) == expected
            assert {unit for unit in UNITS if reader.may(right, unit)} == expected
        shown = {plan for plan, *_ in plans if may_see((plan, *_), mine, parents, codes)}
        assert plans_seen(reader, [plan for plan, *_ in plans]) == shown
        assert set(visible(reader).filter(plan__startswith="X-").values_list("plan", flat=True)) == shown


def stand(parents: Mapping[str, Mapping[str, str | None]]) -> None:
    """Give every unit its place, as a load does."""
    for tree, above in parents.items():
        below: dict[str | None, list[str]] = {}
        for unit, parent in above.items():
            below.setdefault(parent, []).append(unit)
        add_rows(Standing, numbered(tree + "-x", below, dict.fromkeys(UNITS, "member"), set(above)))


@pytest.mark.django_db
def test_what_everybody_may_see_is_seen_without_an_account() -> None:
    assert set(visible(reader_of(None)).values_list("visibility", flat=True)) == {"public"}
