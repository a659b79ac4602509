"""Units, where they stand, and what they and all other things are called."""

from __future__ import annotations

from remit_web.units.row import Row


class Unit(Row, table="units"):
    """Members, departments, offices, branches, networks, and partners (which stand in no tree)."""


class TreeRow(Row, table="trees", found_by=["parent", "tree"]):
    """Trees that units add up along. A unit's parent may change with time."""


class UnitPlace(Row, table="unit_places"):
    """Countries that a unit lives in."""


class Succession(Row, table="successions"):
    """Which unit carries on from which, so that a comparable series can be made."""


class Text(Row, table="texts"):
    """Names, titles and long texts, in any language."""


class Decision(Row, table="decisions"):
    """Decisions of governing bodies."""
