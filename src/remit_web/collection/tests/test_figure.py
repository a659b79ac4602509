"""The explanation of a figure: its rows add up to it, and tell only what its reader may see."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import escape

from remit.observations import SEES, WITH_VALUE
from remit_web.collection.explained import explained
from remit_web.collection.models import Observation
from remit_web.collection.tests.adding import adds_up
from remit_web.figures.models import Figure
from remit_web.figures.queries import At, Shown
from remit_web.indicators.queries import forms_of, measured
from remit_web.units.models import Standing
from remit_web.units.places import usual_tree

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from remit.observations import Audience

NOTHING = ("missing", "refused", "not applicable")


def figures(audience: Audience) -> list[At]:
    rows = Figure.objects.filter(audience=audience).exclude(status__in=NOTHING)
    return sorted(At(*row) for row in rows.values_list(*At._fields))


def of_each_sort(audience: Audience) -> dict[tuple[str, ...], At]:
    """Return one figure of each sort, the same each time: each rule at each level of the tree, each way of coming about."""
    rows = Figure.objects.filter(audience=audience).exclude(status__in=NOTHING)
    every = sorted(
        (At(*place), status, notes) for *place, status, notes in rows.values_list(*At._fields, "status", "notes")
    )
    random.Random(1).shuffle(every)
    rules, levels = rules_of(), levels_of()
    found: dict[tuple[str, ...], At] = {}
    for at, status, notes in every:
        axis, level = at.cell.partition("=")[0], levels.get(at.unit, "left the tree")
        said = " ".join(sorted(note.partition("|")[0] for note in notes))
        for sort in (
            ("rule", rules[at.indicator], axis, level),
            ("came about", status, said, axis),
            ("of", at.indicator),
        ):
            found.setdefault(sort, at)
    return found


def rules_of() -> dict[str, str]:
    """Return the rule of each indicator: how it joins units, periods and programmes, and whatever else makes its figures."""
    found = {}
    for code, one in measured().items():
        rule = one.rule
        joins = (rule.measure, rule.form, rule.over_units, rule.over_time, rule.over_plans, rule.join_parts)
        found[code] = " ".join([*joins, rule.reported_as, rule.total, rule.imputation, *rule.collected_at])
    return found


def levels_of() -> dict[str, str]:
    """Return what each unit of the tree is, and how far down."""
    rows = Standing.objects.filter(tree=usual_tree()).values_list("unit", "kind", "depth")
    return {unit: f"{kind} {depth}" for unit, kind, depth in rows}


@pytest.mark.django_db
@pytest.mark.parametrize("audience", ["public", "whole"])
def test_the_rows_of_an_explanation_add_up_to_its_figure(audience: Audience) -> None:
    sorts = of_each_sort(audience)
    values = Observation.objects.filter(visibility__in=SEES[audience], status__in=WITH_VALUE)
    rules, given = rules_of(), values.order_by().values_list("indicator", flat=True).distinct()
    assert {rules[indicator] for indicator in given} <= {sort[1] for sort in sorts}
    assert {"federation 0", "region 1", "member 2", "branch 4"} <= {sort[-1] for sort in sorts}
    wrong = []
    for at in sorted(set(sorts.values())):
        found = explained(audience, at)
        if found is None or not adds_up(found):
            wrong.append(at)
    assert not wrong


def test_the_page_shows_the_engines_figure_and_the_rows_behind_it(anyone: Client) -> None:
    for at in random.Random(2).sample(figures("public"), 30):
        row = Figure.objects.filter(audience="public", **at._asdict()).values().get()
        shown = Shown(at, row, forms_of([at.indicator])[at.indicator])
        page = anyone.get(shown.to)
        assert page.status_code == 200
        html = page.content.decode()
        assert escape(shown.text) in html
        found = explained("public", at)
        assert found is not None
        for part in found.parts:
            assert escape(part.shown.text) in html


def test_a_restated_value_tells_what_it_was_and_why(anyone: Client) -> None:
    new: Any = Observation.objects.exclude(supersedes=None).filter(visibility="public", cell=None).first()
    assert new is not None
    html = anyone.get(f"/figures/{new.indicator}/{new.unit}/{new.period}/").content.decode()
    assert "Restated" in html
    assert escape(new.reason) in html


def test_a_figure_that_is_not_there_is_not_found(anyone: Client) -> None:
    for path in ("reached/WFRS/1999/", "reached/WFRS/not-a-year/", "nothing/WFRS/2025/", "reached/NOBODY/2025/"):
        assert anyone.get(f"/figures/{path}").status_code == 404


def hidden() -> Any:
    """A value that only its own unit may see, where it is the unit's total."""
    rows = Observation.objects.filter(visibility="unit", cell=None, plan=None, status="reported")
    return rows.exclude(unit__contains="ARV").first()


def test_a_value_of_another_unit_is_not_among_those_behind_a_figure(planner: Client, reporter: Client) -> None:
    one = hidden()
    path = f"/figures/{one.indicator}/{one.unit}/{one.period}/?format=csv"

    def ids(client: Client) -> str:
        response: Any = client.get(path)
        return b"".join(response.streaming_content).decode() if response.status_code == 200 else ""

    assert one.id in ids(planner)
    assert one.id not in ids(reporter)


def test_the_values_behind_a_figure_come_as_exact_numbers(anyone: Client) -> None:
    response: Any = anyone.get("/figures/reached/M-ARV/2025/?format=csv")
    header, *lines = b"".join(response.streaming_content).decode().splitlines()
    rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    counted = [row for row in rows if row["counts"] == "yes"]
    figure = Figure.objects.get(audience="public", indicator="reached", unit="M-ARV", period="2025", cell="")
    assert figure.value in {row["value"] for row in counted}
    assert set(
        Observation.objects.filter(id__in=[row["id"] for row in rows]).values_list("visibility", flat=True)
    ) <= set(SEES["public"])


@pytest.mark.parametrize("unit", ["M-ARV", "WFRS"])
def test_more_units_need_no_more_queries(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries, unit: str
) -> None:
    with django_assert_max_num_queries(60):
        anyone.get(f"/figures/volunteers/{unit}/2025/")
