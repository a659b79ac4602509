"""What is kept ready is what the engine gives, for each audience."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit import Federation, rollup
from remit.observations import SEES
from remit_web.figures.keep import keep, numbered
from remit_web.figures.models import Figure
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


def test_keeping_again_changes_nothing(federation: Federation) -> None:
    def all_kept() -> set[tuple[object, ...]]:
        rows = Figure.objects.values_list(
            "audience", "unit", "indicator", "period", "cell", "value", "status", "reported"
        )
        return set(rows)

    before = all_kept()
    keep(federation)
    assert all_kept() == before


def test_units_below_one_lie_between_its_first_and_last_place(federation: Federation) -> None:
    places = {row.unit: row for row in Standing.objects.filter(tree=federation.settings.tree)}
    for row in places.values():
        if row.parent:
            above = places[row.parent]
            assert above.first < row.first <= row.last <= above.last
            assert row.depth == above.depth + 1


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
