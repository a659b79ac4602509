"""What is measured: forty common indicators and their rules, the axes, and the indicators of plans' outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

COMMON = """
indicator           | measure | unit_of_measure | reported_as | direction | over_units    | over_time | over_plans | imputation | more
volunteers          | count   | people          | on a day    | up        | sum           | last      | sum        | last       | last_for=30
insured             | count   | people          | on a day    | up        | sum           | last      | sum        | last       |
insured-share       | ratio   |                 | on a day    | up        | ratio         | last      | sum        | none       |
staff               | count   | people          | on a day    | none      | sum           | last      | sum        | last       |
board               | count   | people          | on a day    | none      | sum           | last      | sum        | last       |
women-on-board      | ratio   |                 | on a day    | up        | ratio         | last      | sum        | none       |
local-units         | count   | local units     | on a day    | none      | sum           | last      | sum        | last       |
strategic-plan      | yes/no  | members         | on a day    | up        | count         | last      | sum        | last       | condition=>=_1
youth-policy        | yes/no  | members         | on a day    | up        | count         | last      | sum        | last       | condition=>=_1
safeguarding-policy | yes/no  | members         | on a day    | up        | count         | last      | sum        | last       | condition=>=_1
integrity-cases     | count   | cases           | period      | down      | sum           | sum       | sum        | none       |
complaints-answered | ratio   |                 | period      | up        | ratio         | ratio     | sum        | none       |
income              | amount  | CHF             | period      | up        | sum           | sum       | sum        | last       | currency=CHF
expenditure         | amount  | CHF             | period      | none      | sum           | sum       | sum        | last       | currency=CHF
own-income          | amount  | CHF             | period      | up        | sum           | sum       | sum        | last       | currency=CHF
own-income-share    | ratio   |                 | period      | up        | ratio         | ratio     | sum        | none       | denominator=income
audited             | yes/no  | members         | period      | up        | count         | last      | sum        | none       | condition=>=_1
reached             | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-disaster    | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-health      | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-climate     | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-migration   | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-inclusion   | count   | people          | period      | up        | sum           | none      | max        | mean       |
reached-by-service  | count   | people          | period      | up        | sum           | none      | max        | none       | made_of=max: reached-disaster reached-health reached-climate reached-migration reached-inclusion
first-aiders        | count   | people          | period      | up        | sum           | sum       | sum        | mean       |
blood-donations     | count   | donations       | period      | up        | sum           | sum       | sum        | mean       |
cash                | amount  | CHF             | period      | up        | sum           | sum       | sum        | none       | currency=CHF
families-sheltered  | count   | families        | period      | up        | sum           | sum       | sum        | mean       |
response-time       | mean    | hours           | period      | down      | weighted mean | mean      | sum        | none       | decimals=1
slowest-delivery    | count   | days            | period      | down      | max           | max       | max        | none       |
satisfaction        | score   | of 5            | period      | up        | weighted mean | last      | none       | none       | weight=reached decimals=2
at-risk             | count   | people          | on a day    | down      | sum           | last      | sum        | last       | last_for=36
warned              | count   | people          | on a day    | up        | sum           | last      | sum        | last       |
warned-share        | ratio   |                 | on a day    | up        | ratio         | last      | sum        | none       | denominator=at-risk
exercises           | count   | exercises       | period      | up        | count         | sum       | sum        | none       | condition=>=_3 once=each_year
stock               | count   | families        | on a day    | up        | sum           | last      | sum        | last       | last_for=15
water-points        | count   | water points    | period      | up        | sum           | sum       | sum        | mean       |
vaccinated          | count   | people          | period      | up        | sum           | sum       | max        | mean       |
schools             | count   | schools         | period      | up        | sum           | max       | max        | mean       |
emissions           | count   | tonnes CO2e     | period      | down      | sum           | sum       | none       | last       | decimals=1
"""

NAMES = """
indicator           | en | fr | ar
volunteers          | Active volunteers | Volontaires actifs | المتطوعون النشطون
insured             | Volunteers insured against accidents | Volontaires assurés contre les accidents | المتطوعون المؤمن عليهم ضد الحوادث
insured-share       | Share of volunteers insured | Part des volontaires assurés |
staff               | Paid staff | Personnel rémunéré | الموظفون
board               | Members of the governing board | |
women-on-board      | Share of women on the governing board | Part des femmes au conseil de direction | نسبة النساء في مجلس الإدارة
local-units         | Local units | Sections locales | الوحدات المحلية
strategic-plan      | Members with a strategic plan in force | |
youth-policy        | Members with a youth policy | |
safeguarding-policy | Members with a safeguarding policy | |
integrity-cases     | Integrity cases opened | |
complaints-answered | Complaints answered within 30 days | |
income              | Income of members | Revenus des membres | دخل الأعضاء
expenditure         | Expenditure of members | Dépenses des membres | نفقات الأعضاء
own-income          | Income raised at home | |
own-income-share    | Share of income raised at home | |
audited             | Members with audited accounts | |
reached             | People reached, all work | Personnes atteintes, toutes activités | الأشخاص الذين تم الوصول إليهم
reached-disaster    | People reached in disasters and crises | Personnes atteintes lors de catastrophes et de crises | الأشخاص الذين تم الوصول إليهم في الكوارث والأزمات
reached-health      | People reached by health and care | Personnes atteintes par la santé et les soins | الأشخاص المستفيدون من الصحة والرعاية
reached-climate     | People helped to adapt to the climate | Personnes aidées à s'adapter au climat | الأشخاص الذين ساعدناهم على التكيف مع المناخ
reached-migration   | People reached on the move | Personnes migrantes et déplacées atteintes | المهاجرون والنازحون المستفيدون
reached-inclusion   | People reached by inclusion and protection | Personnes atteintes par l'inclusion et la protection | الأشخاص المستفيدون من الإدماج والحماية
reached-by-service  | People reached by the largest service | |
first-aiders        | People trained in first aid | Personnes formées aux premiers secours | الأشخاص المدربون على الإسعافات الأولية
blood-donations     | Voluntary blood donations | Dons de sang volontaires |
cash                | Cash given to people | Aide en espèces |
families-sheltered  | Families given shelter | |
response-time       | Hours from alert to first help | |
slowest-delivery    | Days to the slowest first delivery | |
satisfaction        | Satisfaction of people helped | |
at-risk             | People living at high risk of disaster | |
warned              | People covered by early warning | |
warned-share        | Share of people at risk covered by early warning | |
exercises           | Members with three exercises or more in a year | |
stock               | Families for whom stock is held | |
water-points        | Water points built or repaired | |
vaccinated          | People vaccinated with our help | |
schools             | Schools with a safety programme | |
emissions           | Emissions of own work | |
"""

AXES = """
indicator        | axis | whole
volunteers       | sex  | yes
volunteers       | age  | yes
staff            | sex  | yes
board            | sex  | yes
reached          | sex  | yes
reached-disaster | sex  | yes
reached-health   | sex  | yes
reached-health   | age  | yes
reached-migration | sex | yes
reached-inclusion | disability | no
first-aiders     | sex  | yes
vaccinated       | age  | yes
"""

CATEGORIES = """
axis | category   | en
sex  | female     | Women and girls
sex  | male       | Men and boys
sex  | other      | Other
sex  | not-stated | Not stated
age  | 0-17       | Children, 0 to 17
age  | 18-29      | 18 to 29
age  | 30-59      | 30 to 59
age  | 60-more    | 60 and more
age  | not-stated | Not stated
disability | with-disability | People with a disability
"""

OUTPUTS = """
indicator       | unit_of_measure | en
o-supplied      | families  | Families given household goods
o-shelters      | houses    | Houses repaired with safer roofs
o-cash          | families  | Families given cash
o-warnings      | villages  | Villages with an early warning team
o-clinics       | clinics   | Clinics and health posts supported
o-visits        | visits    | Home visits by health volunteers
o-water         | water points | Water points built or repaired
o-trees         | hectares  | Hectares replanted
o-farmers       | people    | Farmers trained and equipped
o-centres       | centres   | Service centres for people on the move
o-counselled    | people    | People counselled
o-schools       | schools   | Schools with a safety programme
o-branches      | branches  | Branches strengthened
o-volunteers    | people    | Volunteers trained
o-deployed      | deployments | Experts sent to emergencies
o-stock         | kits      | Emergency kits in stock
o-labs          | members   | Members with an epidemic alert team
o-care          | members   | Members with a home care programme
o-plans         | members   | Members with a heat and flood plan
o-small-grants  | grants    | Small grants for adaptation
o-routes        | points    | Help points along migration routes
o-reviews       | members   | Members reviewed for inclusion
o-coaches       | members   | Members coached in branch development
o-investigators | people    | Investigators trained
o-digital       | members   | Members reporting through one system
o-fundraisers   | members   | Members with a funding plan of their own
"""

OF_BRANCHES = ("volunteers", "first-aiders")
"""What provinces and branches report too."""

STANDING = (
    "o-stock o-labs o-care o-plans o-routes o-reviews o-coaches o-investigators o-digital o-fundraisers o-branches"
)
"""Indicators of outputs that say how many there are on a day; the others are counted in each period."""

NAMED = "inquiries"
"""What only named people are told of."""


def codes() -> list[str]:
    """Return the codes of the common indicators."""
    return [row["indicator"] for row in lines(COMMON)]


def make(rows: Rows) -> None:
    """Add every indicator with its axes and names, and the axes' categories."""
    for row in lines(COMMON):
        more = dict(_pair(pair) for pair in _pairs(row.pop("more")))
        rows.add("indicators", **{"collected_at": _collected(row["indicator"]), **row, **more})
    for names in lines(NAMES):
        rows.name("indicators", names.pop("indicator"), **names)
    rows.block("indicator_axes", AXES)
    for row in lines(CATEGORIES):
        rows.add("categories", axis=row["axis"], category=row["category"])
        rows.name("categories", f"{row['axis']}/{row['category']}", en=row["en"])
    for row in lines(OUTPUTS):
        code, unit, stands = row["indicator"], row["unit_of_measure"], row["indicator"] in STANDING.split()
        rows.add("indicators", indicator=code, measure="count", unit_of_measure=unit, over_units="sum",
                 over_time="last" if stands else "sum", reported_as="on a day" if stands else "period")  # fmt: skip
        rows.name("indicators", code, en=row["en"])
    rows.add("indicators", indicator="knows-how", measure="ratio", over_units="ratio", over_time="last",
             reported_as="on a day", collected_at="member", valid_from="2027-01-01")  # fmt: skip
    rows.name("indicators", "knows-how", en="Share of people helped who know how to complain")
    rows.add("indicators", indicator=NAMED, measure="count", unit_of_measure="allegations", over_units="sum",
             over_time="sum", reported_as="period")  # fmt: skip
    rows.name("indicators", NAMED, en="Allegations of misconduct under inquiry")


def _collected(indicator: str) -> str:
    return "member province branch" if indicator in OF_BRANCHES else "member"


def _pairs(more: str) -> list[str]:
    if more.startswith("made_of"):
        return [more]
    return more.split()


def _pair(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name, value if name == "made_of" else value.replace("_", " ")
