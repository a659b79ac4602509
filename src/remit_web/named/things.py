"""What is for named people: plans and values, as far as the reader is named for them, or handles them for their unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit_web.access.models import Named, in_force
from remit_web.access.rights import May
from remit_web.access.visibility import NAMED, seen
from remit_web.collection.models import Observation
from remit_web.collection.values import as_reported
from remit_web.indicators.tables import names_of_cells
from remit_web.organisation.queries import names_of
from remit_web.plans.seen import visible
from remit_web.units.queries import latest
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from remit_web.access.models import Person
    from remit_web.access.readers import Reader
    from remit_web.plans.models import Plan

AT_ONCE = 100


@dataclass(frozen=True)
class ForNamed:
    """A plan, or a value, for named people. `facts`: its row; `people`: who is named for it today, for who names them."""

    of: str
    key: str
    unit: str
    unit_name: str
    title: str
    cell: str
    facts: Mapping[str, Any]
    people: tuple[Person, ...]
    may_name: bool


def plans_for_named(reader: Reader) -> QuerySet[Plan]:
    """Return the plans for named people that the reader may see."""
    return visible(reader).filter(visibility=NAMED).order_by("plan")


def values_for_named(reader: Reader) -> QuerySet[Observation]:
    """Return the values for named people that the reader may see, each as it stands now."""
    rows = latest(Observation.objects.filter(visibility=NAMED))
    return rows.filter(seen(reader, "observations", "id")).order_by("unit", "indicator", "period", "id")


def of_plans(reader: Reader, rows: Iterable[Mapping[str, Any]]) -> list[ForNamed]:
    """Return plans as a page shows them; `rows`: as a query gives them."""
    given = list(rows)
    titles = names_of("plans", [row["plan"] for row in given], "title")
    return _shown(reader, "plans", [(row["plan"], titles[row["plan"]], "", row) for row in given])


def of_values(reader: Reader, rows: Iterable[Mapping[str, Any]]) -> list[ForNamed]:
    """Return values as a page shows them; `rows`: as a query gives them."""
    given = list(rows)
    titles, cells = names_of("indicators", [row["indicator"] for row in given]), names_of_cells(_cells(given))
    keys = [(row["id"], titles[row["indicator"]], cells[row["cell"] or ""], _with_numbers(row)) for row in given]
    return _shown(reader, "observations", keys)


def _with_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its numbers as they were reported."""
    return {**row, **{name: as_reported(row[name]) for name in ("value", "denominator")}}


def _cells(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["cell"] or "" for row in rows]


def one_of(reader: Reader, of: str, key: str) -> ForNamed | None:
    """Return one thing for named people; None where there is none, or none that the reader may see."""
    if of == "plans":
        return next(iter(of_plans(reader, plans_for_named(reader).filter(plan=key).values())), None)
    if of == "observations":
        return next(iter(of_values(reader, values_for_named(reader).filter(id=key).values())), None)
    return None


def _shown(reader: Reader, of: str, given: Sequence[tuple[str, str, str, Mapping[str, Any]]]) -> list[ForNamed]:
    units = {row["unit"] for *_rest, row in given}
    names, handled = names_of("units", units), reader.reach(May.READ_NAMED).covers(units)
    people = _people(of, [key for key, _title, _cell, row in given if row["unit"] in handled])
    return [
        ForNamed(
            of, key, row["unit"], names[row["unit"]], title, cell, row, tuple(people.get(key, ())),
            row["unit"] in handled,
        )
        for key, title, cell, row in given
    ]  # fmt: skip


def _people(of: str, keys: list[str]) -> dict[str, list[Person]]:
    """Return who is named for each of some things today."""
    found: dict[str, list[Person]] = {}
    rows = Named.objects.filter(in_force(today()), of=of, key__in=keys).select_related("person")
    for row in rows.order_by("person__name", "person__email", "pk"):
        found.setdefault(row.key, []).append(row.person)
    return found
