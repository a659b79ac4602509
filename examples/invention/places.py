"""Who there is: regions, members, branches, the secretariat, its delegations, and partners. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

REGIONS = """
region | en                       | fr                                | ar
R-AFW  | West and Central Africa  | Afrique de l'Ouest et du Centre   | غرب ووسط أفريقيا
R-AFE  | East and Southern Africa | Afrique de l'Est et australe      | شرق وجنوب أفريقيا
R-AME  | Americas                 | Amériques                         | الأمريكتان
R-ASP  | Asia and Pacific         | Asie et Pacifique                 | آسيا والمحيط الهادئ
R-EUR  | Europe and Central Asia  | Europe et Asie centrale           | أوروبا وآسيا الوسطى
R-MNA  | Middle East and North Africa | Moyen-Orient et Afrique du Nord | الشرق الأوسط وشمال أفريقيا
"""

MEMBERS = """
code | country | name        | region | size
ADU  | NGA | Adunmar         | R-AFW  | 9.5
BEK  | GHA | Bekoro          | R-AFW  | 2.2
TOU  | SEN | Toubari         | R-AFW  | 1.4
DJE  | MLI | Djenari         | R-AFW  | 1.1
KOU  | CIV | Kouranga        | R-AFW  | 1.3
MBA  | CMR | Mbalou          | R-AFW  | 1.6
LUA  | COD | Lualori         | R-AFW  | 4.1
TIB  | TCD | Tibeska         | R-AFW  | 0.6
AZA  | NER | Azawara         | R-AFW  | 1.2
SAP  | LBR | Sapowe          | R-AFW  | 0.25
KIL  | KEN | Kilimeru        | R-AFE  | 6.0
ABE  | ETH | Abessara        | R-AFE  | 5.2
NYA  | UGA | Nyandara        | R-AFE  | 3.0
RUF  | TZA | Rufisha         | R-AFE  | 2.4
ZAM  | MOZ | Zambora         | R-AFE  | 1.9
KAF  | ZMB | Kafuwe          | R-AFE  | 0.8
UML  | ZAF | Umlazani        | R-AFE  | 2.1
MEN  | MDG | Menabora        | R-AFE  | 1.5
SEN  | SDN | Sennaria        | R-AFE  | 3.6
VIR  | RWA | Virungo         | R-AFE  | 0.9
MAG  | COL | Magdalia        | R-AME  | 3.8
INK  | PER | Inkaria         | R-AME  | 1.7
ORE  | HTI | Saint-Orel      | R-AME  | 1.2
QUE  | GTM | Quetzara        | R-AME  | 1.0
PAR  | BRA | Pardora         | R-AME  | 2.9
VAL  | CHL | Valcordia       | R-AME  | 1.1
SON  | MEX | Sonorua         | R-AME  | 5.5
BOR  | CAN | Boralia         | R-AME  | 7.5
HIS  | DOM | Hispanora       | R-AME  | 0.7
XAM  | JAM | Xamara          | R-AME  | 0.2
PAD  | BGD | Padmari         | R-ASP  | 7.0
HIM  | NPL | Himavar         | R-ASP  | 2.0
LUZ  | PHL | Luzavia         | R-ASP  | 6.5
NUS  | IDN | Nusatara        | R-ASP  | 8.0
MEK  | VNM | Mekoria         | R-ASP  | 5.0
IRR  | MMR | Irravar         | R-ASP  | 2.3
IND  | PAK | Indusar         | R-ASP  | 6.2
SER  | LKA | Serendia        | R-ASP  | 1.4
LOM  | FJI | Lomavia         | R-ASP  | 0.1
NIH  | JPN | Nihara          | R-ASP  | 12.0
AUS  | AUS | Austrelle       | R-ASP  | 5.8
FJO  | NOR | Fjordania       | R-EUR  | 4.8
ALP  | CHE | Alpenza         | R-EUR  | 3.3
RHE  | DEU | Rhenmark        | R-EUR  | 14.0
IBE  | ESP | Iberona         | R-EUR  | 7.2
WIS  | POL | Wisloria        | R-EUR  | 3.1
DNI  | UKR | Dnipravia       | R-EUR  | 8.8
ANA  | TUR | Anadora         | R-EUR  | 10.5
ARV  | GEO | Arvenia         | R-EUR  | 0.9
TIA  | KGZ | Tianara         | R-EUR  | 0.5
LAT  | ITA | Latavia         | R-EUR  | 9.0
SVE  | SWE | Svealta         | R-EUR  | 4.2
NIL  | EGY | Nilotia         | R-MNA  | 4.4
CED  | LBN | Cedria          | R-MNA  | 2.7
PET  | JOR | Petrana         | R-MNA  | 1.8
ORO  | SYR | Orontia         | R-MNA  | 6.8
SAB  | YEM | Sabaya          | R-MNA  | 4.0
MES  | IRQ | Mesopara        | R-MNA  | 3.4
ATL  | MAR | Atlasia         | R-MNA  | 1.6
CAR  | TUN | Carthia         | R-MNA  | 1.0
"""

PROVINCES = {
    "ARV": "Highlands Coast Capital",
    "KIL": "Lake Coast Rift North-East",
    "PAD": "Delta Hills Capital North",
    "ORE": "South Artibon Plateau",
    "CED": "Mountain Bekar Harbour",
    "MEN": "East-Coast West Plateau",
    "RHE": "North South Centre",
    "LUZ": "Islands Bay Uplands",
}
"""The provinces of the members whose branches report."""

BRANCHES = "Town Rural River"
SPLIT = "B-KIL-RIFT"
SPLIT_INTO = (("B-KIL-RIFT-NORTH", "Rift North", "3/5"), ("B-KIL-RIFT-SOUTH", "Rift South", "2/5"))
SPLIT_ON = 2025
"""The year from whose first day on the province of the Rift is two."""

DEPARTMENTS = """
code      | en
SEC-EXO   | Office of the Secretary General
SEC-DIS   | Department for Disasters and Crises
SEC-HEA   | Department for Health and Care
SEC-CLI   | Department for Climate and Resilience
SEC-MIG   | Department for Migration and Inclusion
SEC-DEV   | Department for the Development of Members
SEC-PAR   | Department for Partnerships and Resources
SEC-FIN   | Department for Finance and Administration
SEC-DIG   | Department for Digital and Data
SEC-AUD   | Office of Audit and Investigation
"""

DELEGATIONS = "ARV KIL PAD ORE CED MEN SEN SAB DNI LUA IRR ADU"

PARTNERS = """
code    | en                                     | kind
LUMEN   | Lumen Foundation                       | donor
MINCO   | Ministry of Cooperation of Norlund     | donor
IOHE    | International Office for Health Emergencies | partner
WFSA    | World Food Stocks Agency               | partner
IODP    | International Office for Displaced People   | partner
"""

ZONES = """
code     | en              | fr               | members
Z-COAST  | Coasts          | Côtes            | PAD LUZ MEN ZAM SER LOM XAM HIS KIL
Z-DRY    | Drylands        | Zones arides     | ABE SEN AZA TIB DJE SAB NIL
Z-HILL   | Mountains       | Montagnes        | HIM INK ARV TIA QUE VIR CED
"""


class Member(NamedTuple):
    """A member: its code, three letters, and its size, 1 being a usual one."""

    unit: str
    code: str
    name: str
    region: str
    country: str
    size: float


def members() -> list[Member]:
    """Return all sixty."""
    return [
        Member(f"M-{row['code']}", row["code"], row["name"], row["region"], row["country"], float(row["size"]))
        for row in lines(MEMBERS)
    ]


def branches(code: str) -> dict[str, list[str]]:
    """Return the provinces of a member, each with the branches below it."""
    found = {}
    for province in PROVINCES.get(code, "").split():
        unit = f"B-{code}-{province.upper()}"
        below = [f"{unit}-{branch.upper()}" for branch in BRANCHES.split()]
        found[unit] = [] if unit == SPLIT else below
    return found


def branches_in(code: str, year: int) -> dict[str, list[str]]:
    """Return the same as of a year: a province that was split is two from then on."""
    found = branches(code)
    if SPLIT in found and year >= SPLIT_ON:
        found.pop(SPLIT)
        found |= {unit: [] for unit, _, _ in SPLIT_INTO}
    return found


def make(rows: Rows) -> None:
    """Add every unit with its names, places and trees."""
    _unit(rows, "WFRS", "federation", "", en="World Federation of Relief Societies (invented)",
          fr="Fédération mondiale des sociétés de secours (inventée)",
          ar="الاتحاد العالمي لجمعيات الإغاثة (متخيَّل)")  # fmt: skip
    for region in lines(REGIONS):
        _unit(rows, region.pop("region"), "region", "WFRS", **region)
    for member in members():
        _unit(rows, member.unit, "member", member.region, en=f"{member.name} Relief Society")
        rows.add("unit_places", unit=member.unit, country=member.country)
        _make_branches(rows, member)
    _make_secretariat(rows)
    _make_zones(rows)
    for partner in lines(PARTNERS):
        rows.add("units", unit=partner["code"], kind=partner["kind"])
        rows.name("units", partner["code"], en=partner["en"])


def _make_branches(rows: Rows, member: Member) -> None:
    for province, below in branches(member.code).items():
        name = province.removeprefix(f"B-{member.code}-").replace("-", " ").title()
        _unit(rows, province, "province", member.unit, en=f"{name} Province",
              valid_to=f"{SPLIT_ON - 1}-12-31" if province == SPLIT else None)  # fmt: skip
        for branch in below:
            _unit(rows, branch, "branch", province, en=f"{name} {branch.rpartition('-')[2].title()} Branch")
    if SPLIT.startswith(f"B-{member.code}-"):
        for unit, name, share in SPLIT_INTO:
            _unit(rows, unit, "province", member.unit, en=f"{name} Province", valid_from=f"{SPLIT_ON}-01-01")
            rows.add(
                "successions", tree="structure", from_unit=SPLIT, to_unit=unit, on=f"{SPLIT_ON}-01-01", share=share
            )


def _make_secretariat(rows: Rows) -> None:
    _unit(rows, "SEC", "secretariat", "WFRS", en="Secretariat", fr="Secrétariat", ar="الأمانة العامة")
    for department in lines(DEPARTMENTS):
        _unit(rows, department["code"], "department", "SEC", en=department["en"])
    for region in lines(REGIONS):
        office = region["region"].replace("R-", "RO-")
        _unit(rows, office, "regional-office", "SEC", en=f"Regional office, {region['en']}")
    for member in members():
        if member.code in DELEGATIONS.split():
            unit = f"D-{member.code}"
            office = member.region.replace("R-", "RO-")
            _unit(rows, unit, "delegation", office, en=f"Delegation in {member.name}", fr=f"Délégation, {member.name}")
            rows.add("unit_places", unit=unit, country=member.country)


def _make_zones(rows: Rows) -> None:
    _unit(rows, "Z-ALERT", "programme", "", tree="zones", en="Early Warning for All Branches",
          fr="Alerte précoce pour toutes les sections")  # fmt: skip
    for zone in lines(ZONES):
        _unit(rows, zone["code"], "zone", "Z-ALERT", tree="zones", en=zone["en"], fr=zone["fr"])
        for code in zone["members"].split():
            rows.add("trees", tree="zones", unit=f"M-{code}", parent=zone["code"])


def _unit(
    rows: Rows, unit: str, kind: str, parent: str, *, tree: str = "structure",
    valid_from: str | None = None, valid_to: str | None = None, **names: str,
) -> None:  # fmt: skip
    rows.add("units", unit=unit, kind=kind, valid_from=valid_from, valid_to=valid_to)
    rows.add("trees", tree=tree, unit=unit, parent=parent, from_=valid_from, to=valid_to)
    rows.name("units", unit, **names)
