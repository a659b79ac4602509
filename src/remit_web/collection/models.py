"""What was reported, and who was asked for it."""

from __future__ import annotations

from remit_web.units.row import Row


class Observation(Row, table="observations", found_by=["indicator", "unit"]):
    """Reported values. Append-only."""


class Round(Row, table="rounds"):
    """Collections, with their dates."""


class Expected(Row, table="expected"):
    """Who is asked for what in a round."""
