"""An emergency appeal, and a donor's grant that pays for lines in three countries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from invention.planning import Plan
from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

OUTPUTS = """
code | indicator  | target | quarters        | serves         | title
A1   | o-supplied | 20000  | 6400 8100 3900  | P1             | Families get household goods
A2   | o-shelters | 3200   | 120 640 980     | P1             | Houses are repaired with safer roofs
A3   | o-cash     | 15000  | 2100 6900 4200  | P1 1/2, P2 1/2 | Families get cash for food and health care
"""

LINES = """
out | holder | fund        | implementer | need | had  | minco | spent
A1  | SEC    | F-EARMARKED | M-MEN       | 2600 | 1500 | 900   | 780 940 410
A2  | SEC    | F-EARMARKED | M-MEN       | 3100 | 1200 | 600   | 90 520 760
A3  | SEC    | F-EARMARKED | D-MEN       | 2300 | 1300 | 500   | 260 820 540
A3  | M-MEN  | F-OWN       | M-MEN       | 150  | 150  |       | 20 60 40
"""
"""In thousands of francs."""

GRANT = """
code | plan        | outputs   | title
G1   | CP-ARV-2026 | O1.1 O2.2 | Arvenia: villages are warned and have a doctor
G2   | CP-PAD-2026 | O1.1 O2.1 | Padmari: the coast is warned and the camps have clinics
G3   | CP-CED-2026 | O2.1 O3.1 | Cedria: care and shelter along the road
"""

FUNDS = """
fund        | kind      | en
F-ASSESSED  | assessed  | Assessed contributions of members
F-CORE      | core      | Unearmarked contributions
F-EARMARKED | earmarked | Earmarked contributions
F-OWN       | own       | Own money of members
"""

DECISIONS = """
decision   | session | on | symbol | en
GC-2025-D1 | General Conference, 24th session | 2025-12-05 | GC/2025/D1 | Adopts Strategy 2030
GB-2025-D7 | Governing Board, 30th session | 2025-12-12 | GB/2025/D7 | Approves the plan and budget of the secretariat for 2026-2027
GB-2026-D4 | Governing Board, 31st session | 2026-06-18 | GB/2026/D4 | Mid-term review of the plan of the secretariat: revises two targets
"""


def make_funds(rows: Rows) -> None:
    """Add funds, contributions and decisions."""
    for table, key, text in (("funds", "fund", FUNDS), ("decisions", "decision", DECISIONS)):
        for row in lines(text):
            name = row.pop("en")
            rows.add(table, **row)
            rows.name(table, row[key], en=name)
    rows.add("contributions", contribution="C-LUMEN-2026", partner="LUMEN", fund="F-EARMARKED", amount=3_600_000,
             currency="CHF", signed="2025-11-28", from_="2026-01-01", to="2026-12-31",
             earmarked_to="Health and early warning in Arvenia, Padmari and Cedria",
             conditions="One report for all three countries, by 31 March 2027; unspent money is returned")  # fmt: skip
    rows.name("contributions", "C-LUMEN-2026", en="Lumen Foundation, grant 2026")
    rows.add("contributions", contribution="C-MINCO-AMARA", partner="MINCO", fund="F-EARMARKED", amount=2_000_000,
             currency="CHF", signed="2026-02-19", from_="2026-02-19", to="2027-02-09",
             earmarked_to="Cyclone Amara", conditions="A report after six months")  # fmt: skip
    rows.name("contributions", "C-MINCO-AMARA", en="Ministry of Cooperation of Norlund, Cyclone Amara")


def make_appeal(rows: Rows) -> None:
    """Add the appeal after Cyclone Amara."""
    plan = Plan(rows, "AP-2026-01", "Menabora: Cyclone Amara, emergency appeal", unit="SEC", kind="appeal",
                edition="2026", period="2026-02-10/2027-02-09", visibility="public", symbol="AP/2026/1",
                recorded_at="2026-02-12T09:00:00Z")  # fmt: skip
    plan.levels("level | name | is\naim | Aim | outcome\noutput | Output | output")
    plan.element("AIM", "aim", title="Families in the east of Menabora recover from the cyclone")
    for row in lines(OUTPUTS):
        plan.element(row["code"], "output", parent="AIM", title=row["title"])
        plan.link(row["code"], "S2030", row["serves"])
        plan.measure(row["code"], row["indicator"], "Lists of distribution", "quarterly")
        plan.target(row["code"], row["indicator"], 2026, row["target"])
        plan.reached(row["indicator"], row["quarters"], unit="D-MEN")
    for row in lines(LINES):
        _line(plan, row)
    plan.lead("AIM A1 A2 A3", "M-MEN", "joint lead", "Leads in the country")
    plan.lead("AIM A1 A2 A3", "SEC-DIS", "joint lead", "Answers to donors")
    plan.lead("A1", "WFSA", "in cooperation", "Lends trucks")
    plan.chapters("""
        section | title | text
        what | What happened | On 6 February 2026 Cyclone Amara crossed the east coast of Menabora. It destroyed 41,000 houses. Branches of the society warned 300 villages the evening before.
        whom | Whom we reach | Most families that the appeal reaches live where the country plan works too. People are therefore counted once for the country: the larger of the two numbers, never their sum.
    """)
    plan.risks(
        "element | text | response\nA2 | Timber is short until the roads are open | Metal frames for the first 800 houses"
    )


def _line(plan: Plan, row: dict[str, str]) -> None:
    code, line = row["out"], f"{row['out']}:{row['holder']}"
    channel = "own" if row["holder"] == "M-MEN" else "through the secretariat"
    same: dict[str, Any] = {
        "element": code,
        "holder": row["holder"],
        "implementer": row["implementer"],
        "channel": channel,
    }
    plan.money(f"{line}:need", "requirement", row["need"], "2026-02-10/2027-02-09", **same)
    plan.money(f"{line}:had", "received", row["had"], 2026, fund=row["fund"], recorded=date(2026, 3, 20), **same)
    if row["minco"]:
        plan.money(f"{line}:minco", "received", row["minco"], 2026, fund="F-EARMARKED", contribution="C-MINCO-AMARA",
                   recorded=date(2026, 3, 2), **same)  # fmt: skip
    plan.spent(line, row["spent"], **same)


def make_grant(rows: Rows) -> None:
    """Add the grant; its money stands in the lines of the country plans that it pays for."""
    plan = Plan(rows, "GR-LUMEN", "Lumen Foundation: Health and early warning in three countries", unit="SEC",
                kind="grant", edition="2026", period="2026", symbol="LF/2025/118")  # fmt: skip
    plan.levels("level | name | is\nresult | Result | outcome")
    for row in lines(GRANT):
        plan.element(row["code"], "result", title=row["title"])
        for output in row["outputs"].split():
            rows.add("links", from_plan=row["plan"], from_element=output, to_plan="GR-LUMEN", to_element=row["code"],
                     kind="serves")  # fmt: skip
    plan.lead("G1 G2 G3", "SEC-PAR", task="Reports to the foundation")
    plan.chapters("""
        section | title | text
        terms | What was agreed | CHF 3,600,000 for 2026: 800,000 for Arvenia, 1,300,000 for Padmari and 1,500,000 for Cedria. One report for all, by 31 March 2027.
    """)
    plan.risks(
        "element | text | response\nG3 | The road is closed for weeks | Money may move to G2, if the foundation agrees"
    )
