"""The roll-up as a plan of named SELECTs. `Shape` says what the question and the data need; the rest is left out.

The order is that of docs/explanation/how-figures-add-up.md: time within one series; the cells of a report; programmes and
parts in the unit; then the small result up the tree, level by level, which is many times faster than joining every unit
with all units above it.

Inputs, all in whole numbers (made in `remit.calculations.cube`):

    facts(indicator, unit, plan, period, cell, value, denominator, status, recorded)
    rules(indicator, form, timing, rclass, over_time, over_plans, over_units, stated, kinds, kindset, ...)
    spans(timing, period, bucket, slot, ord, carried)      which periods count in which buckets; the last one has the largest `ord`
    readings(rclass, cell, target, reading, ...)  which cells make up which
    time_atoms, time_buckets, cell_atoms, atom_readings      the same, for periods and cells that always go together
    buckets(bucket, era)  nodes(era, unit, node, parent, depth, kind_bit, valid)  base(kindset, node, expected, below)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.cube import expected, tree, units, values
from remit.calculations.cube.sql import Sql
from remit.engines.plan import Plan

if TYPE_CHECKING:
    from remit.calculations.cube.sql import Shape


def plan(shape: Shape) -> Plan:
    """Return the plan for a shape."""
    sql = Sql(shape)
    return Plan((*values.steps(sql), *units.steps(sql), *tree.steps(sql), *expected.steps(sql)))
