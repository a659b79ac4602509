"""Money: what is needed, given and used, and the rates at which it is converted."""

from __future__ import annotations

from remit_web.units.row import Row


class Money(Row, table="money"):
    """Amounts that are needed, given and used, each counted once, where it is kept. Append-only."""


class Equivalent(Row, table="equivalents"):
    """An amount as printed in another currency, kept beside the one that Remit computes."""


class StatedTotal(Row, table="stated_totals"):
    """Totals as a source prints them, kept beside the computed ones."""


class Fund(Row, table="funds"):
    """Kinds of money."""


class Contribution(Row, table="contributions"):
    """Money or goods from partners."""


class Rate(Row, table="rates"):
    """Dated rates of exchange; several series are never mixed."""
