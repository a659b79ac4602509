"""The strategy of the federation, five priorities and four enabling functions; and two members' own strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invention.planning import Plan
from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

GOALS = """
code | level    | en | fr | ar
P1   | priority | People come through disasters and crises | Les personnes surmontent les catastrophes et les crises | الناس يتجاوزون الكوارث والأزمات
P2   | priority | People live healthy lives with care and dignity | Les personnes vivent en bonne santé et dans la dignité | الناس يعيشون بصحة ورعاية وكرامة
P3   | priority | Communities adapt to a changing climate | Les communautés s'adaptent au changement climatique | المجتمعات تتكيف مع تغير المناخ
P4   | priority | People on the move are safe and treated humanely | Les personnes migrantes et déplacées sont en sécurité et traitées avec humanité | المهاجرون والنازحون آمنون ويعاملون بإنسانية
P5   | priority | Societies include and protect everyone | Les sociétés incluent et protègent chacun | المجتمعات تشمل الجميع وتحميهم
E1   | function | Strong branches and safe volunteers | Des sections solides et des volontaires protégés | فروع قوية ومتطوعون آمنون
E2   | function | Accountability and integrity | Redevabilité et intégrité | المساءلة والنزاهة
E3   | function | Digital work and shared data | Numérique et données partagées | العمل الرقمي والبيانات المشتركة
E4   | function | Funding that lasts | Un financement durable | تمويل مستدام
"""

OUTCOMES = """
code | parent | en
P1.1 | P1     | Help arrives within two days, led by those closest
P1.2 | P1     | People at risk are warned, and know what to do
P2.1 | P2     | Everyone can get first aid, basic health care and home care
P2.2 | P2     | Epidemics are noticed early and stopped locally
P3.1 | P3     | Branches help people to live with heat, floods and drought
P3.2 | P3     | Nature that protects people is restored
P4.1 | P4     | Help points stand along the main routes
P4.2 | P4     | Families that were separated find each other
P5.1 | P5     | Programmes reach those who are usually left out
P5.2 | P5     | Schools are safe places
E1.1 | E1     | Branches plan, lead and account for their own work
E1.2 | E1     | Every volunteer is insured and cared for
E2.1 | E2     | Complaints are answered, and wrongs put right
E3.1 | E3     | Members report once, through one system
E4.1 | E4     | Members raise more of their income at home
"""

TARGETS = """
element | indicator           | baseline   | 2026       | 2027       | 2028       | 2029       | 2030       | how
P1      | reached-disaster    | 8786000    | 9300000    | 9800000    | 10400000   | 11000000   | 11600000   | Members' annual reports
P2      | reached-health      | 14850000   | 15200000   | 15900000   | 16600000   | 17300000   | 18000000   | Members' annual reports
P2.1    | first-aiders        | 2778000    | 2850000    | 2950000    | 3100000    | 3250000    | 3400000    | Registers of courses
P3      | reached-climate     | 4325000    | 4700000    | 5400000    | 6200000    | 7100000    | 8000000    | Members' annual reports
P4      | reached-migration   | 2304000    | 2450000    | 2550000    | 2650000    | 2800000    | 2950000    | Registers of help points
P5      | reached-inclusion   | 2841000    | 2900000    | 3000000    | 3150000    | 3300000    | 3500000    | Members' annual reports
P5.2    | schools             |            | 11000      | 11800      | 12600      | 13400      | 14200      | Lists of schools
E1      | volunteers          | 2217000    | 2250000    | 2300000    | 2360000    | 2430000    | 2500000    | Registers of volunteers
E1.2    | insured-share       | 64/100     | 66/100     | 70/100     | 75/100     | 80/100     | 85/100     | Insurers' statements
E2      | complaints-answered | 80/100     | 82/100     | 84/100     | 86/100     | 88/100     | 90/100     | Registers of complaints
E2.1    | knows-how           | later      |            | 60/100     | 68/100     | 76/100     | 85/100     | A short survey of people helped, once a year
E3      | o-digital           | 14         | 24         | 36         | 45         | 52         | 58         | The system's own record
E4      | own-income          | 1105000000 | 1150000000 | 1210000000 | 1280000000 | 1360000000 | 1450000000 | Audited accounts
"""
"""Yearly targets of the federation. P5.2 has no baseline; that of E2.1 is to be established."""


CHAPTERS = """
section | title | text
mission | What we want | Sixty member societies, one federation. Until 2030 we do five things together, and do them better than any of us could alone; four functions make that possible. Members lead; the secretariat connects, supports and accounts.
how | How we work | Every plan says which priority it serves. Every member reports the same forty indicators once a year. What we promise, what it costs and what came of it stand side by side, for everyone to see.
review | Review | The General Conference reviews the strategy in 2028. The Governing Board looks at progress every year, and may revise a target, with its reason.
"""

OF_MEMBERS = """
member | period    | title                                      | G1 | G2 | G3
ARV    | 2025/2028 | Arvenia Relief Society, Strategy 2025-2028 | Villages are ready for floods and landslides | Nobody grows old alone | Branches stand on their own feet
PAD    | 2024/2027 | Padmari Relief Society, Strategy 2024-2027 | No life is lost to cyclones | Displaced people live in health and dignity | The young lead
"""


def make(rows: Rows) -> None:
    """Add the federation's strategy and those of two members."""
    plan = Plan(rows, "S2030", "Strategy 2030: Closer, sooner, together", unit="WFRS", kind="strategy",
                edition="2026", period="2026/2030", visibility="public", symbol="GC/2025/4")  # fmt: skip
    plan.levels("level | name | is\npriority | Priority | goal\nfunction | Enabling function | goal\n"
                "outcome | Outcome | outcome")  # fmt: skip
    for goal in lines(GOALS):
        plan.element(goal["code"], goal["level"], title=goal["en"], fr=goal["fr"], ar=goal["ar"])
        plan.add("mandates", plan="S2030", element=goal["code"], decision="GC-2025-D1")
    for outcome in lines(OUTCOMES):
        plan.element(outcome["code"], "outcome", parent=outcome["parent"], title=outcome["en"])
    for row in lines(TARGETS):
        _aims(plan, row)
    _words(plan)
    for member in lines(OF_MEMBERS):
        _of_member(rows, member)


def _aims(plan: Plan, row: dict[str, str]) -> None:
    element, indicator = row["element"], row["indicator"]
    plan.measure(element, indicator, row["how"])
    waits = row["baseline"] == "later"
    if waits:
        plan.target(element, indicator, 2026, None, "baseline", status="to be established",
                    source="To be established by 31 March 2027, from the first full year of registers")  # fmt: skip
    baseline = "" if waits else row["baseline"]
    plan.aims(element, indicator, baseline, {year: row[str(year)] for year in range(2026, 2031)})


def _words(plan: Plan) -> None:
    plan.chapters(CHAPTERS)
    plan.risks("""
        element | text | response
        P1 | Several large disasters in one season exhaust trained people | A shared roster; each region trains its own
        E2 | A serious case of misconduct harms people and trust | An independent office investigates; cases are reported to the Board
        E4 | Donors cut unearmarked money faster than members raise their own | Yearly review of the budget; reserves of six months
    """)
    plan.add("assumptions", plan=plan.code, element="P1", text="Members may work in all parts of their countries",
             holds="yes", checked_on="2026-06-18")  # fmt: skip
    for code, unit in (("P1", "SEC-DIS"), ("P2", "SEC-HEA"), ("P3", "SEC-CLI"), ("P4 P5", "SEC-MIG"), ("E1", "SEC-DEV"),
                       ("E2", "SEC-AUD"), ("E3", "SEC-DIG"), ("E4", "SEC-PAR")):  # fmt: skip
        plan.lead(code, unit, task="Coordinates and reports to the Board")


def _of_member(rows: Rows, row: dict[str, str]) -> None:
    plan = Plan(rows, f"S-{row['member']}", row["title"], unit=f"M-{row['member']}", kind="strategy", period=row["period"],
                visibility="public", recorded_at="2023-12-10T09:00:00Z")  # fmt: skip
    plan.levels("level | name | is\ngoal | Goal | goal")
    for goal in ("G1", "G2", "G3"):
        plan.element(goal, "goal", title=row[goal])
