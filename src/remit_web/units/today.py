"""The day that it is, where the federation is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from remit_web.units.models import FederationSettings

if TYPE_CHECKING:
    from datetime import date


def today(zone: str = "") -> date:
    """Return the day that it is in a time zone (the federation's), or the day that `REMIT_TODAY` says it is."""
    day: date | None = settings.TODAY
    return day or datetime.now(ZoneInfo(zone or FederationSettings.now().time_zone)).date()
