"""Indicators, and what they are broken down by."""

from __future__ import annotations

from remit_web.units.row import Row


class Indicator(Row, table="indicators"):
    """What is measured, and how it adds up."""


class IndicatorAxis(Row, table="indicator_axes"):
    """The axes by which an indicator is broken down."""


class Category(Row, table="categories"):
    """The dated code list of each axis. A category may be made of finer ones."""
