"""Rows of the database handed to the engine: a small part of the federation, enough to explain one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q
from django.db.models.expressions import RawSQL

from remit.calculations.to_five import values_to_five
from remit.federation import Federation
from remit.indicators import indicators_of
from remit.units import Trees
from remit_web.collection.models import Observation
from remit_web.indicators.models import Category, Indicator, IndicatorAxis
from remit_web.organisation.models import TreeRow, Unit
from remit_web.units.models import FederationSettings
from remit_web.units.places import usual_tree
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from remit.indicators import Indicator as Rule
    from remit.periods import Period
    from remit.units import Tree
    from remit_web.units.row import Row

_BELOW = """
    WITH RECURSIVE below(unit) AS (
        SELECT CAST(%s AS text)
        UNION
        SELECT trees.unit FROM trees JOIN below ON trees.parent = below.unit WHERE trees.tree = %s
    ) SELECT unit FROM below"""
"""Every unit that ever stood below one, itself included; which of them did so in a period, the engine's tree says."""


def table_of(rows: QuerySet[Any]) -> pa.Table:
    """Return rows as the engine keeps them, in the order in which they were recorded."""
    model: type[Row] = rows.model
    schema = model.described.schema
    values = list(rows.order_by("number").values_list(*schema.names))
    columns = list(zip(*values, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def ever_below(unit: str, tree: str) -> RawSQL:
    """Return a query of the units that ever stood below a unit, itself included."""
    return RawSQL(_BELOW, [unit, tree])  # noqa: S611 - our own text, its values are parameters


def children_at(unit: str, period: Period) -> tuple[list[str], Tree]:
    """Return the units directly below a unit in a period, and the tree of those: not as it stands today."""
    tree = usual_tree()
    candidates = TreeRow._default_manager.filter(tree=tree, parent=unit).values("unit")
    places = latest(TreeRow._default_manager.filter(Q(unit__in=candidates) | Q(unit=unit), tree=tree))
    units = latest(Unit._default_manager.filter(Q(unit__in=candidates) | Q(unit=unit)))
    part = Federation(FederationSettings.now(), {"trees": table_of(places), "units": table_of(units)})
    stood = Trees.of(part, tree).at(period)
    return stood.children().get(unit, []), stood


def rules_and(codes: Iterable[str]) -> dict[str, pa.Table]:
    """Return the tables that say what some indicators are."""
    wanted = list(codes)
    return {
        "indicators": table_of(latest(Indicator._default_manager.filter(indicator__in=wanted))),
        "indicator_axes": table_of(latest(IndicatorAxis._default_manager.filter(indicator__in=wanted))),
        "categories": table_of(latest(Category._default_manager.all())),
    }


def rules(codes: Iterable[str]) -> dict[str, Rule]:
    """Return the rules of some indicators, by code."""
    return indicators_of(Federation(FederationSettings.now(), rules_and(codes)))


def observed(codes: Iterable[str], seen: Iterable[str]) -> QuerySet[Observation]:
    """Return the values of some indicators that stand now. `seen`: the visibilities that count."""
    return latest(Observation._default_manager.filter(indicator__in=list(codes))).filter(visibility__in=list(seen))


def part_of(
    observations: QuerySet[Observation], codes: Iterable[str], top: str, *, rounded: bool = False
) -> Federation:
    """Return the federation with only some values, of the units that ever stood below `top`, which stands at the top.

    Without rounds: how many were expected is no matter here. `rounded`: as values are shown outside their units.
    """
    table, wanted, tree, below = table_of(observations), list(codes), usual_tree(), ever_below(top, usual_tree())
    places = table_of(latest(TreeRow._default_manager.filter(unit__in=below, tree=tree)))
    no_parent = pc.if_else(pc.equal(places["unit"], top), pa.scalar(None, pa.string()), places["parent"])
    places = places.set_column(places.column_names.index("parent"), "parent", no_parent)
    part = Federation(
        FederationSettings.now(),
        {
            **rules_and(wanted),
            "observations": table,
            "units": table_of(latest(Unit._default_manager.filter(unit__in=below))),
            "trees": places,
        },
    )
    return _knowing_all_cells(values_to_five(part) if rounded else part)


def alone(observations: QuerySet[Observation], codes: Iterable[str], unit: str, *, rounded: bool = False) -> Federation:
    """Return the federation with only some values of one unit, which stands by itself; `rounded` as in `part_of`."""
    table, wanted = table_of(observations), list(codes)
    part = Federation(
        FederationSettings.now(),
        {
            **rules_and(wanted),
            "observations": table,
            "units": table_of(latest(Unit._default_manager.filter(unit=unit))),
            "trees": table_of(latest(TreeRow._default_manager.filter(unit=unit, tree=usual_tree()))),
        },
    )
    return _knowing_all_cells(values_to_five(part) if rounded else part)


def _knowing_all_cells(part: Federation) -> Federation:
    """Tell a part the cells in use by anyone, where a total may be made from those of an axis without a list of its own.

    Without that list the categories in use are what a whole must have; a part of the federation may lack some.
    """
    cells = part.table("observations")["cell"].unique().to_pylist()
    axes = {pair.partition("=")[0] for cell in cells if cell for pair in cell.split(";")}
    if axes - set(Category._default_manager.values_list("axis", flat=True).distinct()):
        used = Observation._default_manager.values_list("cell", flat=True).distinct()
        part.current().once("cells", lambda: frozenset(cell or "" for cell in used))
    return part
