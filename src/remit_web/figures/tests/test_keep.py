"""What is kept ready is what the engine gives, for each audience."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit import Federation, rollup
from remit.observations import SEES
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.collection.tests.hidden import leave
from remit_web.commands import work_out_anew
from remit_web.figures.attention import incomplete_by_year
from remit_web.figures.keep import _seen_from, is_kept, keep, numbered
from remit_web.figures.models import Figure, Kept
from remit_web.figures.queries import figures_of
from remit_web.store import DatabaseStore
from remit_web.units.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def federation(django_db_setup: None, django_db_blocker: object) -> Federation:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return DatabaseStore().read()


@pytest.mark.parametrize("audience", SEES)
def test_every_kept_figure_is_the_engines(federation: Federation, audience: str) -> None:
    codes = [row["indicator"] for row in federation.current().rows("indicators")]
    engine = {
        (figure.indicator, *figure.keys): figure
        for figure in rollup(federation, codes, by=["unit", "year"], audience=audience)  # type: ignore[arg-type]
    }
    kept = {
        (row.indicator, row.unit, row.period): row
        for row in Figure.objects.filter(audience=audience, cell="").iterator()
    }
    assert kept.keys() == engine.keys()
    for at, row in kept.items():
        value = None if row.value is None else Decimal(row.value)
        figure = engine[at]
        assert (value, row.status, row.reported, row.expected) == (
            figure.value,
            figure.status,
            figure.reported,
            figure.expected,
        ), at


@pytest.mark.usefixtures("rows_may_change")
def test_what_a_new_form_lets_go_is_kept_again_at_the_next_start_and_the_same() -> None:
    def all_kept() -> set[tuple[object, ...]]:
        rows = Figure.objects.values_list(
            "audience", "unit", "indicator", "period", "cell", "value", "status", "reported"
        )
        return set(rows)

    leave(["reached"])
    keep(DatabaseStore().read())
    before = all_kept()
    at = Kept.objects.get().at
    work_out_anew()
    assert Kept.objects.get().at == at
    Kept.objects.all().delete()
    Figure.objects.all().delete()
    work_out_anew()
    assert all_kept() == before
    assert Kept.objects.get().at > at


def test_a_load_that_adds_nothing_leaves_what_was_kept_today(federation: Federation) -> None:
    before = Kept.objects.get()
    DatabaseStore().write(federation)
    assert Kept.objects.get().at == before.at
    Kept.objects.update(today=before.today - timedelta(1))
    assert not is_kept(federation)


def test_without_one_top_each_top_stands_for_a_part_of_the_whole(federation: Federation) -> None:
    """Regions with nothing above them: who has reported is told by region, as under one top."""
    trees = federation.table("trees")
    below = pc.if_else(pc.equal(trees["parent"], "WFRS"), pa.scalar(None, pa.string()), trees["parent"])
    trees = trees.set_column(trees.column_names.index("parent"), "parent", below)
    several = federation.with_tables({"trees": trees.filter(pc.not_equal(trees["unit"], "WFRS"))})
    for one in (federation, several):
        facts = dict(incomplete_by_year(one, "whole", date(2026, 11, 20)))["2025"]
        assert (facts["kind"], len(facts["rows"])) == ("region", 6)


def test_units_below_one_lie_between_its_first_and_last_place(federation: Federation) -> None:
    places = {row.unit: row for row in Standing.objects.filter(tree=federation.settings.tree)}
    for row in places.values():
        if row.parent:
            above = places[row.parent]
            assert above.first < row.first <= row.last <= above.last
            assert row.depth == above.depth + 1


def test_a_gap_in_a_period_that_only_hidden_values_speak_of_is_seen_from_the_nearest_unit_with_one() -> None:
    """In 1999 a branch has told something for itself alone; in 2025 everyone is told that nobody was reached."""
    line = {
        "top": ["top"],
        "member": ["member", "top"],
        "branch": ["branch", "member", "top"],
        "other": ["other", "top"],
    }
    given = {("1999", unit): unit != "other" for unit in ("top", "member", "branch", "other")}
    given |= {("1999", "sister"): False, ("2025", "other"): False, ("1999", "away"): False}
    line |= {"sister": ["sister", "member", "top"], "away": ["away"]}
    rows = [
        {"indicator": "reached", "period": period, "unit": unit, "as_of": "now" if has_value else None, "seen_from": ""}
        for (period, unit), has_value in given.items()
    ]
    found = {
        (row["period"], row["unit"]): row["seen_from"]
        for row in _seen_from(rows, {("reached", "2025")}, line.__getitem__)
    }
    assert found == dict.fromkeys(given, "") | {
        ("1999", "other"): "top",
        ("1999", "sister"): "member",
        ("1999", "away"): "branch",
    }


def test_who_sees_the_top_finds_every_gap_and_a_member_those_of_known_periods_alone() -> None:
    """An indicator that only units see has gaps in the example; the planner looks for them."""
    gaps = Figure.objects.exclude(seen_from="")
    assert gaps.exists()
    assert set(gaps.values_list("audience", "status", "value")) == {("whole", "missing", None)}
    one = gaps.filter(unit="M-ARV").exclude(seen_from__contains="ARV")[0]
    asked = [one.unit], [one.indicator]
    for email, many in (("planning@example.org", 1), ("reporting@example.org", 0)):
        reader = reader_of(Person.objects.get(email=email))
        assert len(figures_of(reader, *asked, periods=[one.period])) == many


@given(st.lists(st.integers(0, 100), max_size=60))
def test_places_count_exactly_the_units_below(above: list[int]) -> None:
    """A random tree: unit `n` stands under one of the units before it, or at the top."""
    below: dict[str | None, list[str]] = {}
    parents: dict[str, str | None] = {}
    for number, pick in enumerate(above):
        parent = None if number == 0 or pick % (number + 1) == number else f"u{pick % (number + 1)}"
        parents[f"u{number}"] = parent
        below.setdefault(parent, []).append(f"u{number}")
    rows = {row["unit"]: row for row in numbered("t", below, {}, parents.keys())}
    assert rows.keys() == parents.keys()

    def line(unit: str | None) -> list[str]:
        return [] if unit is None else [unit, *line(parents[unit])]

    for unit, row in rows.items():
        inside = {other for other, place in rows.items() if row["first"] <= place["first"] <= row["last"]}
        assert inside == {other for other in rows if unit in line(other)}
