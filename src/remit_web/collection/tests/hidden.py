"""What a reader may not see, and another federation that differs in nothing else: other values, more and fewer of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from remit.observations import WITH_VALUE
from remit.schema import PLAN_TABLES, STATUSES, TABLES, Type
from remit_web.access.visibility import seen
from remit_web.collection.models import Observation
from remit_web.figures.keep import keep
from remit_web.figures.models import Kept
from remit_web.indicators.queries import measured
from remit_web.plans.models import Plan
from remit_web.plans.seen import plans_seen
from remit_web.store import DatabaseStore, models_of_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from django.db.models import QuerySet

    from remit.schema import Column
    from remit_web.access.readers import Reader
    from remit_web.units.row import Row

PLANS = {"CP-PAD-2026": "unit", "S-ARV": "unit", "GR-LUMEN": "unit", "CP-KIL-2026": "named"}
"""Plans that are hidden, and how."""
WORD = "Quagga"
"""Stands in every changed text: no reader may find it."""
MORE = "NEW-"
"""Begins the code of every row that is added."""
SERVING = ("SEC-2026", "CP-ARV-2026", "AP-2026-01")
"""Plans that others may see, whose lines are linked to hidden plans."""
WITH_BRANCHES = ("B-ARV", "B-KIL", "B-PAD")
"""How the codes of the branches begin that stay where few units are left."""
_KEYS = {"id", "supersedes", "plan", "from_plan", "to_plan", "part_of", "visibility", "of", "key", "field", "series", "money"}  # fmt: skip
_NAMING = {"element", "level", "parent", "elements", "from_element", "to_element"}
"""Columns by which the rows of a plan name one another: they stay, so that a changed plan is still one that can be loaded."""


def sharpen() -> None:
    """Hide more than the example does: plans for their unit, and plans and values for named people only."""
    for plan, visibility in PLANS.items():
        Plan.objects.filter(plan=plan).update(visibility=visibility)
    of_units = Observation.objects.filter(visibility="unit")
    for rows in (of_units, Observation.objects.filter(visibility="federation"), _of_arvenia()):
        named = list(rows.order_by("id").values_list("id", flat=True))[::9]
        Observation.objects.filter(id__in=named).update(visibility="named")
    on_its_own = list(_of_arvenia().filter(visibility="federation").order_by("id").values_list("id", flat=True))[::3]
    Observation.objects.filter(id__in=on_its_own).update(visibility="unit")


def keep_again() -> None:
    """Compute all that is kept again, at the moment of before."""
    at = Kept.objects.values_list("at", flat=True).get()
    keep(DatabaseStore().read())
    Kept.objects.update(at=at)


def _rows(table: str) -> Any:
    return models_of_tables()[table]._default_manager


def fewer() -> None:
    """Leave one indicator of each rule, and few units: all is computed again several times."""
    _fewer_indicators()
    _fewer_units()


def _fewer_units() -> None:
    """Leave the members that plans name, and branches of three of them."""
    named = {
        unit
        for table in PLAN_TABLES
        for column in _of_units(table)
        for unit in _rows(table).values_list(column, flat=True)
    }
    every = set(_rows("units").values_list("unit", flat=True))
    gone = {unit for unit in every - named if unit.startswith("M-")}
    gone |= {unit for unit in every if unit.startswith("B-") and not unit.startswith(WITH_BRANCHES)}
    for table in TABLES:
        for column in _of_units(table):
            _rows(table).filter(**{f"{column}__in": gone}).delete()


def _of_units(table: str) -> list[str]:
    return [column.name for column in TABLES[table].columns if column.to == "units"]


def _fewer_indicators() -> None:
    """Leave one of each rule, and what they are made from."""
    rules = measured()
    named = set(_rows("targets").filter(plan__in=PLANS).values_list("indicator", flat=True))
    every = {
        code: rules[code].rule for code in sorted(rules, key=lambda one: (one != "reached", one not in named, one))
    }
    first: dict[object, str] = {}
    for code, rule in every.items():
        how = (rule.form, rule.over_units, rule.over_time, rule.over_plans, rule.reported_as, rule.join_parts)
        first.setdefault((*how, rule.imputation, bool(rule.axes)), code)
    left = set(first.values())
    while more := {need for code in left for need in every[code].needs} - left:
        left |= more
    leave(left)


def leave(indicators: Iterable[str]) -> None:
    """Leave nothing that is measured but some indicators."""
    left = list(indicators)
    for table in ("observations", "targets", "plan_indicators", "expected", "indicator_axes", "indicators"):
        _rows(table).exclude(indicator__in=left).delete()


def _of_arvenia() -> QuerySet[Any]:
    return Observation.objects.filter(unit__contains="ARV")


@dataclass(frozen=True)
class Hidden:
    """The rows that one reader may not see."""

    reader: Reader

    @property
    def values(self) -> QuerySet[Any]:
        return Observation.objects.exclude(seen(self.reader, "observations", "id"))

    @property
    def plans(self) -> list[str]:
        """As the one scoped query has it, which has a test of its own (access/tests/test_reach.py)."""
        every = set(Plan.objects.values_list("plan", flat=True))
        return sorted(every - plans_seen(self.reader, every))

    def rows_of(self, plan: str) -> dict[str, QuerySet[Any]]:
        """Return all that is a plan's, by table."""
        found: dict[str, QuerySet[Any]] = {
            name: _rows(name).filter(**({"from_plan": plan} if name == "links" else {"plan": plan}))
            for name in PLAN_TABLES
        }
        ids = [one for name in ("money", "targets") for one in found[name].values_list("id", flat=True)]
        texts = Q(key=plan) | Q(key__startswith=f"{plan}/") | Q(key__in=ids)
        found["texts"] = _rows("texts").filter(texts, of__in=PLAN_TABLES)
        found["equivalents"] = _rows("equivalents").filter(money__in=ids)
        found["rates"] = _rows("rates").filter(series=plan)
        return found

    def links_to(self, plan: str) -> Any:
        return _rows("links").filter(to_plan=plan)

    def words(self) -> list[str]:
        """Return what somebody might search for: codes and titles of hidden plans and of their lines."""
        found = list(self.plans)
        for plan in self.plans:
            texts = self.rows_of(plan)["texts"].filter(of__in=("plans", "elements"))
            found += texts.order_by("of", "key").values_list("text", flat=True)[:6]
        return found

    def change(self, chance: Random) -> dict[str, int]:
        """Change all of it; return how many rows of each table were changed, added and taken away."""
        done: dict[str, int] = {}
        for plan in self.plans:
            if chance.random() < 0.5 or plan == self.plans[0]:
                done["plans added"] = done.get("plans added", 0) + _doubled(self.rows_of(plan), plan)
                done["links added"] = done.get("links added", 0) + _linked_to(MORE + plan)
            for name, rows in self.rows_of(plan).items():
                done[name] = done.get(name, 0) + _changed(rows, chance)
            _changed(self.links_to(plan), chance)
        return done | _values_changed(self.values, chance)


def _changed(rows: QuerySet[Any], chance: Random) -> int:
    """Change every column of some rows that says something, and take a few rows away that no other row names."""
    found = list(rows)
    if not found:
        return 0
    described = found[0].described
    names = [column.name for column in described.columns if column.name not in _KEYS | _NAMING | {"recorded_at"}]
    for row in found:
        for name in names:
            old = getattr(row, name)
            setattr(row, name, _other(described.by_name[name], old, row, chance))
    rows.model._default_manager.bulk_update(found, names, batch_size=500)
    if described.name in {"risks", "sections", "responsibilities", "assumptions", "plan_indicators", "stated_totals"}:
        rows.model._default_manager.filter(pk__in=[row.pk for row in found[::5]]).delete()
    return len(found)


def _other(column: Column, old: Any, row: Row, chance: Random) -> Any:
    """Return another value that the column takes; what is empty stays empty, but for texts."""
    if column.name in {"currency", "base", "kind", "stage", "status", "is", "period", "level"}:
        return old
    if column.type is Type.TEXT:
        return f"{WORD} {old or ''}"
    if old is None:
        return None
    if column.type in {Type.NUMBER, Type.WHOLE}:
        return old * chance.randint(2, 9) + 10_000
    if column.type is Type.DAY:
        return old + timedelta(chance.randint(1, 40))
    if column.type is Type.YESNO:
        return not old
    if column.type is Type.SHARE:
        return "1/7"
    if column.type is Type.CHOICE:
        return chance.choice(column.choices)
    if column.to and column.to != "contributions":
        return chance.choice(_codes(column.to))
    return old


def _codes(table: str) -> list[str]:
    return sorted(set(_rows(table).values_list(TABLES[table].key[0], flat=True)))


def _doubled(rows_of: dict[str, QuerySet[Any]], plan: str) -> int:
    """Add a plan like a hidden one, with all that is its."""
    for name, rows in rows_of.items():
        new = list(rows)
        for row in new:
            row.pk = None
            for column in ("plan", "from_plan", "series"):
                if getattr(row, column, None) == plan:
                    setattr(row, column, MORE + plan)
            for column in ("id", "supersedes", "money"):
                if getattr(row, column, None):
                    setattr(row, column, MORE + getattr(row, column))
            if getattr(row, "to_plan", None) == plan:
                row.to_plan = MORE + plan
            if name == "texts":
                row.key = MORE + row.key
        rows.model._default_manager.bulk_create(new, batch_size=500)
    return 1


def _linked_to(plan: str) -> int:
    """Let lines of plans that others may see share their money with a plan, one of them more than it has."""
    served = list(_rows("elements").filter(plan=plan).order_by("element").values_list("element", flat=True))[:2]
    links = _rows("links")
    before = links.count()
    for from_plan in SERVING:
        lines = _rows("elements").filter(plan=from_plan, level__in=("output", "activity")).order_by("element")
        for at, element in enumerate(lines.values_list("element", flat=True)[:4]):
            for to_element in served if at else served[:1]:
                links.create(
                    from_plan=from_plan, from_element=element, to_plan=plan, to_element=to_element, kind="shared",
                    share="2/3", recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
                )  # fmt: skip
    return int(links.count() - before)


def _values_changed(rows: QuerySet[Any], chance: Random) -> dict[str, int]:
    """Change hidden values, take some away and add others.

    A figure says that values of its indicator are left out, whoever has reported them; so one stays of each, with its
    visibility. Nothing is taken away or added that stands behind another row or before it.
    """
    found = list(rows.order_by("id"))
    first = {(row.indicator, row.visibility): row.id for row in reversed(found)}
    superseded = set(Observation.objects.exclude(supersedes=None).values_list("supersedes", flat=True))
    gone = [
        row for row in found
        if chance.random() < 0.2 and row.id not in first.values() and row.id not in superseded and not row.supersedes
    ]  # fmt: skip
    added = [_moved(row, chance) for row in chance.sample(found, len(found) // 5)]
    for row in found:
        row.value = (row.value or 0) * chance.randint(2, 9) + 70_000
        row.denominator = None if row.denominator is None else row.denominator * chance.randint(2, 5) + 10_000
        row.source, row.by, row.method = f"{WORD} {row.source}", f"{WORD} {row.by}", WORD
        row.reason = f"{WORD} {row.reason}"
        if row.id not in first.values() and chance.random() < 0.2:
            row.status = chance.choice(STATUSES)
            row.value = row.value if row.status in WITH_VALUE else None
    names = ["value", "denominator", "source", "by", "method", "reason", "status"]
    Observation.objects.bulk_update(found, names, batch_size=500)
    Observation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    once: dict[str, Any] = {row.id: row for row in added}
    Observation.objects.bulk_create(once.values(), batch_size=500)
    return {"values": len(found), "values taken away": len(gone), "values added": len(once)}


def _moved(row: Any, chance: Random) -> Any:
    """Return a value like one that is hidden, of the same unit and indicator, for a year or programme of its own."""
    facts = {column.name: getattr(row, column.name) for column in row.described.columns}
    plan = chance.choice((None, None, "CP-ARV-2026", "SEC-2026"))
    period = "2026" if plan else chance.choice(("1999", "2021", "2031"))
    return Observation(
        **facts | {"id": f"{MORE}{row.id[:40]}:{period}", "period": period, "plan": plan, "supersedes": None}
    )
