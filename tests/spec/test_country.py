"""Country: who lives there, whose lines are spent there, whom they reach. Each case runs on both engines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from remit.calculations.country import country, people_by_year
from remit.periods import Period

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine

DAY = date(2010, 9, 30)

FEDERATION = """
units
unit  | kind        | parent
F     | federation  |
SEC   | secretariat | F
OFF   | delegation  | SEC
HOST  | member      | F
TOWN  | branch      | HOST
OTHER | member      | F
GIVER | donor       |

trees
unit | from       | to         | parent
OFF  | 2010-01-01 |            | SEC

unit_places
unit  | country | to
HOST  | GEO     |
TOWN  | GEO     |
OFF   | GEO     | 2011-12-31
OTHER | FRA     |

plans
plan | unit | kind         | currency | period    | visibility
S    | F    | strategy     | CHF      | 2010/2012 | public
OWN  | HOST | strategy     | CHF      | 2010/2012 | public
CP   | HOST | country plan | CHF      | 2010      | public
OLD  | HOST | country plan | CHF      | 2007      | public
BUD  | SEC  | programme    | CHF      | 2010      | public
AP   | SEC  | appeal       | CHF      | 2010      | unit

elements
plan | element | parent | level  | order | code
S    | goal    |        | goal   | 1     |
OWN  | aim     |        | goal   | 1     |
CP   | water   |        | output | 1     | 1
CP   | care    |        | output | 2     | 2
BUD  | office  |        | output | 1     |
BUD  | house   |        | output | 2     |

links
from_plan | from_element | to_plan | to_element | kind   | share
CP        | care         | OWN     | aim        | serves |
CP        | water        | S       | goal       | shared | 1/2

contributions
contribution | partner
gift         | GIVER

money
plan | element | holder | implementer | counterpart | channel                 | contribution | stage       | amount | currency
CP   | water   | HOST   |             |             | own                     |              | requirement | 100    | CHF
CP   | water   | HOST   |             |             | own                     |              | received    | 60     | CHF
CP   | water   | SEC    | OFF         |             | through the secretariat | gift         | requirement | 50     | CHF
CP   | water   | SEC    | OFF         | HOST        | through the secretariat |              | requirement | 20     | CHF
CP   | care    | OTHER  | OTHER       |             | bilateral               |              | requirement | 30     | CHF
BUD  | office  | SEC    | OFF         |             | own                     |              | requirement | 8      | CHF
BUD  | house   | SEC    | SEC         |             | own                     |              | requirement | 9      | CHF
"""


def test_host_secretariat_and_partners_each_have_their_lines(engine: Engine) -> None:
    """HOST needs 100 for water and has 60; SEC's 50 are paid by a donor and spent by its office; OTHER works bilaterally.

    Of the secretariat's own budget only the office's line is spent here.
    """
    found = country(given(FEDERATION), "GEO", DAY, engine=engine)
    assert (found.hosts, found.secretariat, found.partners) == (("HOST",), ("OFF",), ("GIVER", "OTHER"))
    assert found.plans == ("CP", "OWN")
    lines = [
        (line.plan, line.element, line.holder, found.role(line.holder), line.need, line.gap) for line in found.lines
    ]
    assert lines == [
        ("BUD", "office", "SEC", "secretariat", 80_000, 80_000),
        ("CP", "water", "HOST", "host", 1_000_000, 400_000),
        ("CP", "water", "SEC", "secretariat", 500_000, 500_000),
        ("CP", "care", "OTHER", "partner", 300_000, 300_000),
    ]
    given_by = found.lines[2]
    assert (given_by.channels, given_by.implementers) == (("through the secretariat",), ("OFF",))
    assert [(one.contribution, one.partner) for one in given_by.contributions] == [("gift", "GIVER")]


def test_money_between_units_is_counted_where_it_is_kept_and_said(engine: Engine) -> None:
    """The secretariat's 20 for HOST stand in HOST's own line: the plan needs 180, and 20 passed between its units."""
    (money,) = country(given(FEDERATION), "GEO", DAY, engine=engine).money
    assert (money.plan, money.need, money.between_need) == ("CP", 1_800_000, 200_000)


def test_of_a_plan_of_others_its_lines_here_are_added_up(engine: Engine) -> None:
    """The secretariat's budget has one line of 8 that its office here spends; its 9 for the house are none of this country."""
    (part,) = country(given(FEDERATION), "GEO", DAY, engine=engine).parts
    assert (part.plan, part.currency, part.need, part.available, part.gap) == ("BUD", "CHF", 80_000, None, 80_000)
    assert country(given(FEDERATION), "FRA", DAY, engine=engine).parts == ()


PARTNER = """

units
unit | kind
TEAM | country-team

unit_places
unit | country
TEAM | GEO

plans
plan | unit | kind         | currency | period | visibility
TP   | TEAM | country plan | CHF      | 2010   | public
TO   | TEAM | country plan | CHF      | 2007   | public

money
plan | element | holder | stage       | amount | currency
TP   |         | TEAM   | requirement | 70     | CHF
TP   |         | HOST   | requirement | 5      | CHF
"""


def test_the_plan_of_a_partner_who_lives_there_stands_with_all_its_money(engine: Engine) -> None:
    """The team stands in no tree. What its plan needs is said; of its lines only HOST's is one of the country's own."""
    found = country(given(FEDERATION + PARTNER), "GEO", DAY, engine=engine)
    assert (found.of_partners, found.partners) == (("TP",), ("GIVER", "OTHER", "TEAM"))
    assert [(one.plan, one.need) for one in found.money] == [("CP", 1_800_000), ("TP", 750_000)]
    assert [line.holder for line in found.lines if line.plan == "TP"] == ["HOST"]
    assert [part.plan for part in found.parts] == ["BUD"]


def test_what_a_member_pays_for_in_another_country_stands_apart(engine: Engine) -> None:
    """OTHER lives in France: its line in HOST's plan is spent abroad, and none is spent in France."""
    found = country(given(FEDERATION), "FRA", DAY, engine=engine)
    assert (found.hosts, found.lines, found.partners) == (("OTHER",), (), ())
    assert [(line.plan, line.element, line.need) for line in found.abroad] == [("CP", "care", 300_000)]


PEOPLE = """

indicators
indicator | over_plans
reached   | max
meals     | sum

observations
indicator | unit | plan | period | value
reached   | TOWN | CP   | 2010   | 700
reached   | TOWN | AP   | 2010   | 500
reached   | TOWN | CP   | 2009   | 900
meals     | TOWN | CP   | 2010   | 5
"""


def test_people_reached_by_two_programmes_are_counted_once(engine: Engine) -> None:
    """700 by the country plan and 500 by the appeal may be the same people: 700 for the country, not 1,200."""
    (people,) = country(given(FEDERATION + PEOPLE), "GEO", DAY, engine=engine).people
    assert [(one.plan, one.value) for one in people.programmes] == [("AP", 500), ("CP", 700)]
    assert (people.indicator, people.unit, people.joined, people.value) == ("reached", "HOST", "max", 700)


def test_what_a_host_counted_in_no_programme_is_its_total(engine: Engine) -> None:
    """In 2008 the host told of 800 people without a programme; in 2011 of nothing. Meals add up, and are no such total."""
    told = "reached   | HOST |      | 2008   | 800\nmeals     | HOST |      | 2008   | 90"
    years = [Period.parse(name) for name in ("2011", "2010", "2009", "2008")]
    found = people_by_year(given(FEDERATION + PEOPLE + told), "GEO", DAY, years, engine=engine)
    assert list(found) == ["2010", "2009", "2008"]
    (last,) = found["2008"]
    assert (last.indicator, last.unit, last.value, last.programmes) == ("reached", "HOST", 800, ())
    assert [one.plan for one in found["2010"][0].programmes] == ["AP", "CP"]


def test_a_programme_that_the_audience_may_not_see_is_not_named(engine: Engine) -> None:
    """The appeal is for its unit; its value is for the federation, and stays in the figure."""
    (people,) = country(given(FEDERATION + PEOPLE), "GEO", DAY, audience="federation", engine=engine).people
    assert ([one.plan for one in people.programmes], people.value) == (["CP"], 700)


def test_that_a_programme_counted_what_the_audience_may_not_see_is_not_said(engine: Engine) -> None:
    """All values are for their unit alone: for the federation nothing was counted, not even by somebody."""
    case = given(FEDERATION + PEOPLE.replace("| plan |", "| visibility | plan |").replace("TOWN |", "TOWN | unit |"))
    assert country(case, "GEO", DAY, audience="federation", engine=engine).people == ()
    assert country(case, "GEO", DAY, engine=engine).people


def test_elements_serve_the_members_own_strategy_and_the_federations(engine: Engine) -> None:
    """Half of the money for water serves the federation's goal; care serves the member's own aim."""
    found = country(given(FEDERATION), "GEO", DAY, engine=engine).serves
    assert [(one.element, one.kind, one.share, one.to_plan, one.whose) for one in found] == [
        ("water", "shared", "1/2", "S", "federation"),
        ("care", "serves", "", "OWN", "own"),
    ]


def test_a_day_and_a_year_are_asked_for(engine: Engine) -> None:
    """In 2012 the office is closed; in 2009 another 900 were reached, and only the plan without lines is older."""
    later = country(given(FEDERATION), "GEO", date(2012, 5, 1), engine=engine)
    assert (later.secretariat, later.plans) == ((), ("OWN",))
    (people,) = country(given(FEDERATION + PEOPLE), "GEO", DAY, year=Period.parse("2009"), engine=engine).people
    assert (people.value, [one.plan for one in people.programmes]) == (900, ["CP"])


def test_a_country_where_nobody_lives_is_empty_and_plain_data(engine: Engine) -> None:
    """No unit, no line, no people: a page that says so."""
    found = country(given(FEDERATION), "ITA", DAY, engine=engine)
    shape = json.loads(json.dumps(asdict(found), default=str))
    assert [name for name, value in shape.items() if value] == ["code", "on", "year"]
