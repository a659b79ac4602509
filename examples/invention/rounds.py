"""Collections: a round for each year, and one for the member whose accounts end on 31 March."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invention import measures, places
from invention.chance import NOW

if TYPE_CHECKING:
    from invention.rows import Rows

YEARS = (2023, 2024, 2025, NOW)
MARCH = "NIH"
"""The member whose year of accounts ends on 31 March."""
FINANCE = ("income", "expenditure", "own-income", "own-income-share", "audited")


def make(rows: Rows) -> None:
    """Add rounds and who is asked for what."""
    everyone = places.members()
    asked = [code for code in measures.codes() if code != "reached-by-service"]
    for year in YEARS:
        code, now = f"R-{year}", year == NOW
        opens = f"{year}-10-01" if now else f"{year + 1}-01-15"
        rows.add("rounds", round=code, period=year, opens=opens, due=f"{year + 1}-03-31", closes=f"{year + 1}-06-30")
        rows.name("rounds", code, en=f"Annual report {year}")
        for member in everyone:
            for indicator in asked:
                if member.code != MARCH or indicator not in FINANCE:
                    rows.add("expected", round=code, unit=member.unit, indicator=indicator)
    for year in (2023, 2024, 2025):
        code, period = f"A-{year}", march(year)
        rows.add("rounds", round=code, period=period, opens=f"{year + 1}-04-15", due=f"{year + 1}-07-31")
        rows.name("rounds", code, en=f"Accounts to 31 March {year + 1}")
        for indicator in FINANCE:
            rows.add("expected", round=code, unit=f"M-{MARCH}", indicator=indicator)


def march(year: int) -> str:
    """Return the year of accounts that ends on 31 March."""
    return f"{year}-04-01/{year + 1}-03-31"
