"""Six country plans of 2026, each with lines of the host member, the secretariat and two partner members."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invention.planning import BUDGET_RATES, Plan
from invention.rows import tables

if TYPE_CHECKING:
    from invention.rows import Rows

TABLES = tables(Path(__file__).with_suffix(".txt"))
"""What stands in the plans: their outcomes, outputs, lines of money, activities, risks, and what others write in them."""

RATES = {"KIL": ("USD", "0.88"), "ORE": ("USD", "0.88"), "MEN": ("EUR", "0.94")}
"""Francs that one of the currency costs, at the budget rates of 2026."""

CHAPTERS = """
section | title | text
situation | Situation and what we do | {summary}
roles | Who works here | The {name} Relief Society leads. The secretariat's delegation helps it with money, people and reports. Two partner societies work with it: each keeps its own lines, and all of them stand in this one plan.
follow-up | How we follow it | Branches report each quarter; the delegation checks a sample. People who are helped are asked what they think, and complaints are answered within thirty days.
"""

PASSED = {"code": "PAD", "amount": "200"}
"""What a partner passed to the secretariat in the first quarter, in thousands."""

_CHANNELS = {"own": "own", "through": "through the secretariat", "bilateral": "bilateral"}


def make(rows: Rows) -> None:
    """Add the six plans with the budget rates of those that are not in francs."""
    for row in TABLES["plans"]:
        _make(rows, row)
    for code, (currency, rate) in RATES.items():
        rows.add("rates", series=f"CP-{code}-2026", currency=currency, base="CHF", valid_from=BUDGET_RATES, rate=rate,
                 quoted="direct", source="Budget rates of the secretariat for 2026")  # fmt: skip


def _make(rows: Rows, row: dict[str, str]) -> None:
    code, host = row["code"], f"M-{row['code']}"
    plan = Plan(rows, f"CP-{code}-2026", f"{row['name']}: Country plan 2026", unit=host, kind="country plan",
                edition="2026", period="2026", currency=row["currency"], visibility="public")  # fmt: skip
    plan.levels(
        "level | name | is\noutcome | Outcome | outcome\noutput | Output | output\nactivity | Activity | activity"
    )
    for outcome in _of("outcomes", code):
        plan.element(f"OC{outcome['code']}", "outcome", code=outcome["code"], title=outcome["title"])
    for output in _of("outputs", code):
        _output(plan, output)
    for activity in _of("activities", code):
        plan.activity(activity, host, _writer(code, f"A{activity['code']}"))
    for line in _of("lines", code):
        _line(plan, line)
    if code == PASSED["code"]:
        _pass_on(plan)
    for risk in _of("risks", code):
        plan.risk(risk["element"], risk["text"], risk["response"])
    _words(plan, row)


def _of(table: str, code: str) -> list[dict[str, str]]:
    """Return the rows of one plan."""
    return [row for row in TABLES[table] if row["plan"] == code]


def _writer(plan: str, element: str) -> str:
    """Return whose line an element is; empty where it is the host's, or that of the element above it."""
    return next((row["unit"] for row in _of("others", plan) if row["element"] == element), "")


def _output(plan: Plan, row: dict[str, str]) -> None:
    code, indicator, host = f"O{row['code']}", row["indicator"], plan.unit
    unit = _writer(host[2:], code)
    plan.element(code, "output", parent=f"OC{row['code'][0]}", code=row["code"], title=row["title"], unit=unit)
    plan.link(code, "S2030", row["serves"])
    if row["more"]:
        plan.link(code, f"S-{host[2:]}", row["more"])
    plan.measure(code, indicator, "Lists of the branches, seen by the delegation", "quarterly")
    plan.aims(code, indicator, row["base"], {2026: row["target"]})
    plan.reached(indicator, row["quarters"])
    plan.lead(code, host, task="Leads, with its branches")


def _line(plan: Plan, row: dict[str, str]) -> None:
    code, holder = f"O{row['out']}", row["holder"]
    delegation = f"D-{plan.unit[2:]}"
    implementer = delegation if holder == "SEC" else (plan.unit if row["channel"] == "through" else holder)
    same: dict[str, Any] = {
        "element": code,
        "holder": holder,
        "channel": _CHANNELS[row["channel"]],
        "implementer": implementer,
    }
    line = f"{code}:{holder}"
    plan.money(f"{line}:need", "requirement", row["need"], 2026, **same)
    plan.money(f"{line}:had", "received", row["had"], 2026, fund=row["fund"], **same)
    if row["grant"]:
        plan.money(
            f"{line}:lumen", "received", row["grant"], 2026, fund="F-EARMARKED", contribution="C-LUMEN-2026", **same
        )
    plan.spent(line, row["spent"], **same)


def _pass_on(plan: Plan) -> None:
    """Add money that a partner passes to the secretariat, which spends it: it stands in both, and counts once."""
    plan.money("O2.1:M-NIH:passed", "expenditure", PASSED["amount"], "2026Q1", element="O2.1", holder="M-NIH", counterpart="SEC",
               channel="through the secretariat", implementer="D-PAD", recorded=date(2026, 4, 25))  # fmt: skip


def _words(plan: Plan, row: dict[str, str]) -> None:
    host, delegation, partners = plan.unit, f"D-{row['code']}", row["partners"].split()
    plan.chapters(CHAPTERS.format(**row))
    for chapter in _of("chapters", row["code"]):
        plan.chapter({name: chapter[name] for name in ("section", "unit", "title", "text")})
    every = " ".join(f"OC{outcome['code']}" for outcome in _of("outcomes", row["code"]))
    plan.lead(every, host)
    plan.lead(every, delegation, "contributor", "Supports, checks and reports to donors")
    for partner in partners:
        own = " ".join(f"O{line['out']}" for line in _of("lines", row["code"]) if line["holder"] == partner)
        plan.lead(own, partner, "contributor", "Pays, and sends experts on request")
