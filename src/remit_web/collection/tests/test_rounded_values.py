"""Outside a unit, counts by disability are rounded to 5 everywhere, and nothing else tells what they are."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.db.models import F

from remit import rollup
from remit.calculations.to_five import to_five
from remit.exact import SCALE
from remit_web.audit.append_only import let_go
from remit_web.collection.explained import explained
from remit_web.collection.models import Observation
from remit_web.collection.tests.adding import adds_up
from remit_web.collection.tests.hidden import keep_again, leave
from remit_web.collection.tests.walked import answer, difference, walk
from remit_web.figures.models import Figure
from remit_web.figures.queries import At
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.django_db
CODE, CELL = "reached-inclusion", "disability=with-disability"
MORE = (
    ("M-PAD", "2022Q1", None, 52), ("M-PAD", "2022Q2", None, 51),
    ("M-KIL", "2022", "CP-KIL-2026", 22), ("M-KIL", "2022", "CP-ARV-2026", 21),
    ("M-NIH", "2022", None, 57), ("M-TIB", "2022", None, 1),
)  # fmt: skip
"""Small numbers: of quarters that may not be added, of programmes of which the larger counts, one that is corrected to 57."""
CHANGED = {
    "M-PAD 2022Q1": -1,
    "M-PAD 2022Q2": 1,
    "M-KIL CP-KIL-2026": -1,
    "M-KIL CP-ARV-2026": 1,
    "M-NIH 2022": -1,
    "M-TIB 2022": 1,
}
"""The larger quarter and the larger programme become the smaller one; 1 becomes 2."""
STARTS = ("/", f"/indicators/{CODE}/?by=disability", "/units/M-PAD/", "/countries/GEO/", "/plans/S2030/")


def add(unit: str, period: str, plan: str | None, number: int, **more: Any) -> Any:
    code = f"{unit} {plan or period}"
    facts = {"id": code, "status": "reported", "visibility": "public", "recorded_at": datetime(2026, 9, 1, tzinfo=UTC)}
    place = {"indicator": CODE, "unit": unit, "period": period, "plan": plan, "cell": CELL}
    return Observation.objects.create(value=number * SCALE, **place, **facts | more)


@pytest.fixture(scope="module", autouse=True)
def _small_numbers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic(), let_go():
        leave((CODE, "volunteers"))
        for one in MORE:
            add(*one)
        add("M-NIH", "2022", None, 56, id="before")
        reason = {"reason": "It was 56, not 57.", "supersedes": "before"}
        Observation.objects.filter(id="M-NIH 2022").update(**reason)
        keep_again()
        yield
        transaction.set_rollback(True)


def change() -> int:
    """Change counts by a little, two at a time so that the sums above stay; return how many."""
    Observation.objects.filter(id="before").update(value=55 * SCALE)
    for code, by in CHANGED.items():
        Observation.objects.filter(id=code).update(value=F("value") + by * SCALE)
    annual: Any = Observation.objects.filter(
        indicator=CODE, cell=CELL, plan=None, period__in=("2023", "2024", "2025", "2026")
    )
    done, waiting = len(CHANGED), dict[tuple[str, str], Any]()
    for one in annual.exclude(unit="M-ARV").order_by("unit", "period"):
        at = region_of(one.unit), one.period
        other = waiting.pop(at, None)
        if other is None:
            waiting[at] = one
        elif more := fitting(one.value, other.value):
            Observation.objects.filter(id=one.id).update(value=F("value") + more * SCALE)
            Observation.objects.filter(id=other.id).update(value=F("value") - more * SCALE)
            done += 2
    return done


def region_of(unit: str) -> str:
    from remit_web.units.places import line_of, usual_tree

    return line_of(unit, usual_tree())[-2]


def fitting(one: int, other: int) -> int:
    """Return by how much one may grow, and the other fall, without that either rounds to another 5; 0 where they may not."""
    return next((more for more in (2, 1, -1, -2) if _same(one, more) and _same(other, -more)), 0)


def _same(value: int, more: int) -> bool:
    number = Decimal(value) / SCALE
    return to_five(number) == to_five(number + more)


def figures_by_level() -> dict[tuple[str, ...], tuple[Decimal | None, Decimal | None]]:
    """Return every count of the whole, exact and as it rounds."""
    found = rollup(DatabaseStore().read(), [CODE], by=["unit", "year", "disability"])
    return {
        figure.keys: (figure.value, to_five(figure.value)) for figure in found if figure.keys[2] == "with-disability"
    }


def asked() -> list[str]:
    cell, found = (
        quote(CELL),
        [f"/api/v1/observations?indicator={CODE}&limit=1000", f"/api/v1/figures?indicator={CODE}&limit=1000"],
    )
    found += [
        f"/api/v1/observations?cell={cell}&limit=1000",
        f"/api/v1/figures?cell={cell}&limit=1000",
        "/search/?q=inclusion",
    ]
    for unit in ("WFRS", "R-ASP", "M-PAD", "M-KIL", "M-NIH", "M-TIB", "M-ARV"):
        found += [f"/indicators/{CODE}/?unit={unit}&format=csv", f"/indicators/{CODE}/?unit={unit}&by=disability"]
        for period in ("2022", "2025"):
            found += [f"/figures/{CODE}/{unit}/{period}/?cell={of}{form}" for of in (cell, "", quote("disability=not-stated"))
                      for form in ("", "&format=csv")]  # fmt: skip
    return found


def test_a_count_that_rounds_the_same_at_every_level_changes_nothing_outside(reporter: Client) -> None:
    """Pages, downloads and the API, byte by byte; the reporter sees the whole of Arvenia, which is not changed."""
    exact = figures_by_level()
    before = walk(reporter, asked(), STARTS, each=1)
    assert len(before) > 100
    assert change() > 60
    changed = figures_by_level()
    assert {at: rounded for at, (_, rounded) in changed.items()} == {at: rounded for at, (_, rounded) in exact.items()}
    assert sum(changed[at][0] != value for at, (value, _) in exact.items()) > 50
    keep_again()
    again = {address: answer(reporter, address) for address in before}
    found = [f"{address} {difference(old, again[address])}" for address, old in before.items() if old != again[address]]
    assert not found, "\n".join([f"{len(found)} answers differ", *found[:10]])


def test_who_sees_the_whole_sees_the_change(planner: Client) -> None:
    """The comparison would find a difference: on the figure, the values behind it, and the API."""
    pages = [f"/figures/{CODE}/M-TIB/2022/?cell={quote(CELL)}{form}" for form in ("", "&format=csv")]
    pages.append(f"/api/v1/observations?unit=M-TIB&period=2022&indicator={CODE}")
    before = [answer(planner, page) for page in pages]
    change()
    keep_again()
    assert all(answer(planner, page) != old for page, old in zip(pages, before, strict=True))


def test_every_count_by_disability_is_a_multiple_of_5_outside_and_exact_inside(
    anyone: Client, reporter: Client
) -> None:
    def numbers(client: Client, path: str, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
        items = client.get(f"/api/v1/{path}", {"indicator": CODE, "cell": CELL, "limit": 1000, **more}).json()["items"]
        return {(row["unit"], row["period"]): row for row in items if row["value"] is not None}

    whole = {
        (row.unit, row.period): row.value for row in Figure.objects.filter(audience="whole", indicator=CODE, cell=CELL)
    }
    for path in ("figures", "observations"):
        outside = numbers(anyone, path)
        assert len(outside) > 100
        assert all(int(row["value"]) % 5 == 0 for row in outside.values())
        inside = {at: row for at, row in numbers(reporter, path).items() if at[0] == "M-ARV"}
        assert {at: row["value"] for at, row in inside.items()} == {at: whole[at] for at in inside}
        assert any(int(row["value"]) % 5 for row in inside.values())
    assert {row["rounded"] for row in numbers(anyone, "observations").values()} == {True}
    assert {row["rounded"] for at, row in numbers(reporter, "observations").items() if at[0] == "M-ARV"} == {False}
    assert all("rounded-to-5" in row["notes"] for row in numbers(anyone, "figures").values())


def test_what_was_written_of_a_rounded_number_and_its_id_are_not_told_outside(anyone: Client, planner: Client) -> None:
    path = f"/figures/{CODE}/M-NIH/2022/?cell={quote(CELL)}"
    outside, inside = (client.get(path).content.decode() for client in (anyone, planner))
    assert "55 → 55" in outside and "It was 56" not in outside
    assert "56 → 57" in inside and "It was 56, not 57." in inside
    csv = answer(anyone, f"{path}&format=csv").decode()
    assert "M-NIH 2022," not in csv
    assert csv.splitlines()[1].endswith(",rounded") and csv.splitlines()[2].endswith(",yes")


def test_the_page_says_that_numbers_are_rounded_and_0_is_not_none(anyone: Client, planner: Client) -> None:
    path = f"/figures/{CODE}/M-TIB/2022/?cell={quote(CELL)}"
    page = anyone.get(path).content.decode()
    assert page.count("\u2248\u202f0") == 3, "the figure, the step to it, and the sum at the end"
    assert "need not add up to a rounded sum, and 0 may stand for up to 2" in page
    assert "rounded" not in planner.get(path).content.decode().partition("How it adds up")[0]
    table = anyone.get(f"/indicators/{CODE}/", {"by": "disability", "period": "2022"}).content.decode()
    assert "0 may stand for up to 2" in table


def test_rounded_explanations_hold_as_far_as_rounding_goes(db: None) -> None:
    rows = Figure.objects.filter(audience="public", indicator=CODE, value__isnull=False).exclude(cell="")
    places = sorted(At(*row) for row in rows.values_list(*At._fields))[::4]
    assert len(places) > 40
    for at in places:
        found = explained("public", at)
        assert found is not None and found.is_rounded
        assert adds_up(found), at
        shown = [part.shown for part in found.parts if part.shown.at.cell]
        assert all(one.value is None or one.value % 5 == 0 for one in shown)
        assert all((step.numerator or 0) % (5 * SCALE) == 0 for step in found.own)
