"""Six country plans of 2026, each with lines of the host member, the secretariat and two partner members."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from invention.planning import BUDGET_RATES, Plan
from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

PLANS = """
code | currency | partners    | name       | summary
ARV  | CHF      | M-ALP M-SVE | Arvenia    | Rivers rise faster than they used to, and villages grow old. The plan readies forty villages for floods and cares for people at home.
KIL  | USD      | M-FJO M-BOR | Kilimeru   | Two rainy seasons have failed in the north-east. The plan gives cash and water now, and brings trees and clinics back.
PAD  | CHF      | M-RHE M-NIH | Padmari    | Cyclones come every year, and a million displaced people live on the coast. The plan warns, shelters and heals.
ORE  | USD      | M-BOR M-IBE | Saint-Orel | After the earthquake of 2025 families still live under sheets. The plan repairs houses and stops cholera.
CED  | CHF      | M-FJO M-LAT | Cedria     | One in four people in the country is a refugee. The plan helps hosts and guests alike.
MEN  | EUR      | M-LAT M-IBE | Menabora   | Drought in the south, storms in the east. The plan readies villages, repairs water and helps farmers through the season.
"""

RATES = {"KIL": ("USD", "0.88"), "ORE": ("USD", "0.88"), "MEN": ("EUR", "0.94")}
"""Francs that one of the currency costs, at the budget rates of 2026."""

OUTCOMES = """
plan | code | title
ARV  | 1 | Families on the rivers are ready for floods and landslides
ARV  | 2 | Older people are cared for at home
ARV  | 3 | Branches lead their own work
KIL  | 1 | Families get through the drought
KIL  | 2 | Water and health care are near
KIL  | 3 | The land recovers
PAD  | 1 | Nobody dies in a cyclone
PAD  | 2 | Displaced people live in health and dignity
PAD  | 3 | Schools are safe places
ORE  | 1 | Families have a safe home again
ORE  | 2 | Cholera is stopped
ORE  | 3 | Volunteers are trained and looked after
CED  | 1 | The poorest families can buy what they need
CED  | 2 | Health care is open to all
CED  | 3 | People on the move find help and are heard
MEN  | 1 | Villages are ready for storms
MEN  | 2 | Families have water and food
MEN  | 3 | Branches lead their own work
"""

OUTPUTS = """
plan | code | indicator    | base | target | quarters       | serves           | more   | title
ARV  | 1.1  | o-warnings   | 0    | 30     | 9 10 9         | P1 3/4, P3 1/4   | ~G1    | Early warning teams work in villages on the rivers
ARV  | 1.2  | o-shelters   | 0    | 240    | 20 75 88       | P1               | ~G1    | Houses are repaired with safer roofs
ARV  | 2.1  | o-visits     | 0    | 12000  | 3400 3600 3300 | P2               | ~G2    | Volunteers visit older people at home
ARV  | 2.2  | o-clinics    |      | 10     | 2 3 3          | P2               | ~G2    | Health posts in the mountains are supported
ARV  | 3.1  | o-branches   | 2    | 6      | 3 4 5          | E1               | ~G3    | Branches plan, lead and account
KIL  | 1.1  | o-cash       | 0    | 18000  | 5200 6100 4300 | P1               |        | Families hit by drought get cash
KIL  | 1.2  | o-supplied   | 0    | 6000   | 1900 1400 900  | P1               |        | Families who lost their homes get household goods
KIL  | 2.1  | o-water      | 0    | 120    | 14 22 31       | P2 1/2, P3 1/2   |        | Water points are built or repaired
KIL  | 2.2  | o-clinics    | 0    | 14     | 4 4 3          | P2               |        | Clinics of the north-east stay open
KIL  | 3.1  | o-trees      | 0    | 900    | 80 460 120     | P3               |        | Hills are replanted with communities
PAD  | 1.1  | o-warnings   | 0    | 220    | 66 70 62       | P1 1/2, P3 1/2   | ~G1    | Cyclone teams warn every village of the coast
PAD  | 1.2  | o-shelters   | 0    | 1500   | 420 510 190    | P1               | ~G1    | Houses are strengthened before the season
PAD  | 2.1  | o-clinics    | 0    | 12     | 4 4 3          | P2               | ~G2    | Clinics in the camps are supported
PAD  | 2.2  | o-centres    | 0    | 16     | 5 4 4          | P4 2/3, P5 1/3   | ~G2    | Centres for women and children are open
PAD  | 3.1  | o-schools    | 0    | 180    | 30 62 41       | P5               | ~G3    | Schools practise what to do
ORE  | 1.1  | o-shelters   | 0    | 1100   | 130 190 240    | P1               |        | Houses are repaired with safer roofs
ORE  | 1.2  | o-supplied   | 0    | 4500   | 1800 1500 700  | P1               |        | Families get household goods
ORE  | 2.1  | o-water      | 0    | 85     | 17 24 21       | P2               |        | Water points are repaired and kept clean
ORE  | 2.2  | o-visits     | 0    | 40000  | 9800 11200 8700 | P2              |        | Volunteers visit homes against cholera
ORE  | 3.1  | o-volunteers | 0    | 1200   | 260 340 310    | E1               |        | Volunteers are trained and insured
CED  | 1.1  | o-cash       | 0    | 9000   | 2300 2400 2200 | P1 1/2, P4 1/2   |        | The poorest families get cash
CED  | 2.1  | o-clinics    | 0    | 22     | 7 6 5          | P2               |        | Clinics treat hosts and refugees
CED  | 2.2  | o-visits     | 0    | 15000  | 3600 3900 3500 | P2               |        | Volunteers visit people who cannot leave home
CED  | 3.1  | o-centres    | 0    | 9      | 3 2 2          | P4               |        | Service centres are open along the road
CED  | 3.2  | o-counselled | 0    | 7500   | 1700 1900 1800 | P4 1/3, P5 2/3   |        | People find someone to talk to
MEN  | 1.1  | o-warnings   | 0    | 90     | 12 25 21       | P1 1/2, P3 1/2   |        | Storm teams warn villages of the east
MEN  | 2.1  | o-water      | 0    | 60     | 9 13 16        | P2 1/2, P3 1/2   |        | Water points are repaired in the south
MEN  | 2.2  | o-farmers    | 0    | 5200   | 600 1900 1400  | P3               |        | Farmers get seeds and training
MEN  | 3.1  | o-branches   | 3    | 8      | 4 5 6          | E1               |        | Branches plan, lead and account
"""

LINES = """
plan | out | holder | channel | fund        | need | had  | grant | spent
ARV  | 1.1 | M-ARV  | own     | F-OWN       | 120  | 110  |       | 24 31 29
ARV  | 1.1 | SEC    | through | F-EARMARKED | 260  | 0    | 240   | 48 66 57
ARV  | 1.2 | M-ARV  | own     | F-OWN       | 90   | 90   |       | 8 27 30
ARV  | 1.2 | M-ALP  | bilateral | F-OWN     | 400  | 400  |       | 35 128 141
ARV  | 2.1 | M-ARV  | own     | F-OWN       | 100  | 130  |       | 22 25 24
ARV  | 2.1 | SEC    | through | F-EARMARKED | 100  | 40   |       | 9 12 10
ARV  | 2.2 | M-SVE  | bilateral | F-OWN     | 220  | 180  |       | 38 52 47
ARV  | 2.2 | SEC    | through | F-EARMARKED | 560  | 0    | 560   | 110 140 128
ARV  | 3.1 | M-ARV  | own     | F-OWN       | 60   | 45   |       | 10 12 11
KIL  | 1.1 | SEC    | through | F-EARMARKED | 3400 | 2900 |       | 840 990 700
KIL  | 1.1 | M-KIL  | own     | F-OWN       | 600  | 450  |       | 120 140 95
KIL  | 1.2 | M-FJO  | bilateral | F-OWN     | 900  | 900  |       | 280 210 140
KIL  | 2.1 | M-FJO  | bilateral | F-OWN     | 1100 | 800  |       | 130 190 230
KIL  | 2.1 | SEC    | through | F-CORE      | 300  | 300  |       | 50 70 80
KIL  | 2.2 | M-BOR  | through | F-OWN       | 750  | 600  |       | 160 165 130
KIL  | 2.2 | M-KIL  | own     | F-OWN       | 250  | 220  |       | 55 60 50
KIL  | 3.1 | SEC    | through | F-EARMARKED | 420  | 100  |       | 15 60 20
PAD  | 1.1 | M-PAD  | own     | F-OWN       | 500  | 520  |       | 120 130 110
PAD  | 1.1 | SEC    | through | F-EARMARKED | 900  | 0    | 700   | 190 210 170
PAD  | 1.2 | M-RHE  | bilateral | F-OWN     | 1600 | 1600 |       | 430 520 210
PAD  | 1.2 | SEC    | through | F-CORE      | 250  | 200  |       | 55 60 30
PAD  | 2.1 | SEC    | through | F-EARMARKED | 2100 | 800  | 600   | 330 360 310
PAD  | 2.1 | M-NIH  | through | F-OWN       | 700  | 700  |       | 160 180 170
PAD  | 2.2 | M-NIH  | bilateral | F-OWN     | 450  | 300  |       | 80 85 75
PAD  | 3.1 | M-PAD  | own     | F-OWN       | 180  | 90   |       | 18 30 22
ORE  | 1.1 | SEC    | through | F-EARMARKED | 2400 | 1300 |       | 170 260 330
ORE  | 1.1 | M-IBE  | bilateral | F-OWN     | 700  | 700  |       | 80 110 150
ORE  | 1.2 | M-BOR  | through | F-OWN       | 500  | 500  |       | 190 160 80
ORE  | 2.1 | M-IBE  | bilateral | F-OWN     | 380  | 260  |       | 50 75 65
ORE  | 2.2 | M-ORE  | own     | F-OWN       | 160  | 100  |       | 30 35 25
ORE  | 2.2 | SEC    | through | F-CORE      | 240  | 240  |       | 55 60 50
ORE  | 3.1 | M-ORE  | own     | F-OWN       | 90   | 60   |       | 14 18 16
CED  | 1.1 | SEC    | through | F-EARMARKED | 2700 | 2200 |       | 610 640 590
CED  | 2.1 | M-CED  | own     | F-OWN       | 800  | 700  |       | 190 180 150
CED  | 2.1 | SEC    | through | F-EARMARKED | 1300 | 200  | 900   | 290 270 240
CED  | 2.2 | M-LAT  | bilateral | F-OWN     | 520  | 520  |       | 125 130 120
CED  | 3.1 | SEC    | through | F-EARMARKED | 640  | 0    | 600   | 150 140 135
CED  | 3.1 | M-FJO  | bilateral | F-OWN     | 300  | 220  |       | 60 55 50
CED  | 3.2 | M-CED  | own     | F-OWN       | 210  | 120  |       | 34 37 33
MEN  | 1.1 | M-MEN  | own     | F-OWN       | 110  | 80   |       | 12 24 20
MEN  | 1.1 | SEC    | through | F-EARMARKED | 240  | 200  |       | 25 60 48
MEN  | 2.1 | M-LAT  | bilateral | F-OWN     | 430  | 430  |       | 64 92 110
MEN  | 2.2 | M-IBE  | bilateral | F-OWN     | 360  | 240  |       | 30 95 70
MEN  | 2.2 | SEC    | through | F-CORE      | 120  | 120  |       | 14 40 28
MEN  | 3.1 | M-MEN  | own     | F-OWN       | 50   | 20   |       | 4 6 5
"""
"""In thousands of the plan's currency. `had`: received of one's own or for the line; `grant`: from the Lumen Foundation."""

ACTIVITIES = """
plan | code  | first      | last       | title
ARV  | 1.1.1 | 2026-02-01 | 2026-10-31 | Choose, train and equip teams with village councils
ARV  | 1.2.1 | 2026-04-01 | 2026-11-30 | Train builders, give roofs
ARV  | 2.1.1 | 2026-01-01 | 2026-12-31 | Weekly visits, with a nurse on call
ARV  | 2.2.1 | 2026-01-01 | 2026-12-31 | Medicines, heating and a telephone line
ARV  | 3.1.1 | 2026-03-01 | 2026-11-30 | Branch leaders learn from one another
KIL  | 1.1.1 | 2026-01-01 | 2026-09-30 | Cash through mobile telephones
KIL  | 2.1.1 | 2026-02-01 | 2026-12-31 | Drill and repair, with water committees
KIL  | 3.1.1 | 2026-03-15 | 2026-11-30 | Tree nurseries and planting in the long rains
PAD  | 1.1.1 | 2026-01-15 | 2026-04-30 | Train teams before the season
PAD  | 1.1.2 | 2026-05-01 | 2026-11-30 | Warn, and lead people to shelters
PAD  | 2.1.1 | 2026-01-01 | 2026-12-31 | Doctors, midwives and medicines in eleven camps
PAD  | 3.1.1 | 2026-02-01 | 2026-11-30 | Practise with pupils twice a year
ORE  | 1.1.1 | 2026-01-01 | 2026-12-31 | Repair by owners, with vouchers and builders
ORE  | 2.2.1 | 2026-01-01 | 2026-12-31 | Visits house by house around each case
CED  | 1.1.1 | 2026-01-01 | 2026-12-31 | Cash each month to 2,400 families
CED  | 2.1.1 | 2026-01-01 | 2026-12-31 | Care, medicines and vaccines
CED  | 3.1.1 | 2026-03-01 | 2026-12-31 | Water, rest, charging and advice
MEN  | 1.1.1 | 2026-04-01 | 2026-10-31 | Teams, radios and marked ways to shelters
MEN  | 2.2.1 | 2026-06-01 | 2026-11-30 | Seeds before the rains, and training in the field
"""

RISKS = """
plan | element | text | response
ARV  | O1.2 | Builders leave for work abroad in summer | Contracts are signed in March
ARV  |      | The road to the mountains is closed in winter | Stocks are placed by November
KIL  | O1.1 | Prices of food rise faster than the grant | The grant is set anew each quarter
KIL  | O2.1 | Drilling reaches no water | A study by a geologist before each well
PAD  | O1.2 | A cyclone comes before houses are ready | Work begins with those nearest to the sea
PAD  | O2.1 | The camps are moved at short notice | Clinics in containers
ORE  | OC1  | Armed groups close roads | Work through branches; two stocks instead of one
CED  | O1.1 | The currency falls within a month | Cash is paid in the currency that shops take
MEN  | OC2  | Cyclone Amara binds the same people and trucks | Shared logistics with the appeal
"""

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
    for row in lines(PLANS):
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
    for outcome in _of(OUTCOMES, code):
        plan.element(f"OC{outcome['code']}", "outcome", code=outcome["code"], title=outcome["title"])
    for output in _of(OUTPUTS, code):
        _output(plan, output)
    for activity in _of(ACTIVITIES, code):
        above = f"O{activity['code'].rpartition('.')[0]}"
        plan.element(f"A{activity['code']}", "activity", parent=above, code=activity["code"], title=activity["title"],
                     first=activity["first"], last=activity["last"])  # fmt: skip
        plan.lead(f"A{activity['code']}", host)
    for line in _of(LINES, code):
        _line(plan, line)
    if code == PASSED["code"]:
        _pass_on(plan)
    for risk in _of(RISKS, code):
        plan.risks("element | text | response\n" + " | ".join(risk.values()))
    _words(plan, row)


def _of(text: str, code: str) -> list[dict[str, str]]:
    """Return the rows of one plan, without its code."""
    return [row for row in lines(text) if row.pop("plan") == code]


def _output(plan: Plan, row: dict[str, str]) -> None:
    code, indicator, host = f"O{row['code']}", row["indicator"], plan.unit
    plan.element(code, "output", parent=f"OC{row['code'][0]}", code=row["code"], title=row["title"])
    plan.link(code, "S2030", row["serves"])
    if row["more"]:
        plan.link(code, f"S-{host[2:]}", row["more"])
    plan.measure(code, indicator, "Lists of the branches, seen by the delegation", "quarterly")
    if row["base"]:
        plan.target(code, indicator, 2025, row["base"], "baseline")
    plan.target(code, indicator, 2026, row["target"])
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
    every = " ".join(f"OC{outcome['code']}" for outcome in _of(OUTCOMES, row["code"]))
    plan.lead(every, host)
    plan.lead(every, delegation, "contributor", "Supports, checks and reports to donors")
    for partner in partners:
        own = " ".join(f"O{line['out']}" for line in _of(LINES, row["code"]) if line["holder"] == partner)
        plan.lead(own, partner, "contributor", "Pays, and sends experts on request")
