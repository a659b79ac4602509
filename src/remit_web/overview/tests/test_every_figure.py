"""Every figure on the pages of the example is the engine's, and opens an explanation whose rows add up to it.

The pages are walked by their links, and each number is read back.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import transaction

from remit import rollup
from remit.indicators import indicators_of
from remit_web.conftest import signed_in
from remit_web.overview.tests.walking import Page, kind_of, tables, walked
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoDbBlocker

    from remit_web.overview.tests.walking import Number

AT = tuple[str, str, str, str]
Kind = tuple[str, str, str, tuple[str, ...]]
VALUE = re.compile(r"(≥\s)?\u2212?[\d\s.]+(\s%)?")
FIRST, SOME = 3, 20
"""Of the numbers of one kind the first few are opened, and of the rest every so many."""
WORDS = ("measure", "kind", "role", "what", "state")
"""What of an address says which question is asked, in one of a few words."""
EXPLAINS = ("figure", "plan-money-explained", "plan-sight-explained", "priority", "round", "round-unit", "answers")
"""Pages whose rows say what a number is made of; the rows themselves are as they were recorded, or open what is behind them."""
NO_FIGURES = {
    "stated": "what somebody set or recorded, and nobody computed: aims, shares of links, amounts of contributions, printed totals",
    "chart-table": "a picture's numbers, which stand on the page as well",
    "asof": "how many units stand below one, which open where they stand",
}
"""Numbers that are no figures, by the class of what they stand in."""


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Page]:
    """The pages as the planner sees them, walked once."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = list(walked(signed_in("planning@example.org")))
        transaction.set_rollback(True)
    return found


# The engine's


class Seen(NamedTuple):
    """A figure as a page shows it."""

    page: str
    at: AT
    text: str


def figures_on(page: Page) -> Iterator[Seen]:
    for number in page.numbers:
        parts = urlsplit(number.to)
        if parts.path.startswith("/figures/") and not parts.fragment and VALUE.fullmatch(number.text):
            indicator, unit, *period = unquote(parts.path).removeprefix("/figures/").strip("/").split("/")
            cell = parse_qs(parts.query).get("cell", [""])[0]
            yield Seen(page.address, (indicator, unit, "/".join(period), cell), number.text)


def number_in(text: str) -> tuple[Decimal, Decimal]:
    """Return the number that a text says, and half of its last digit."""
    digits = re.sub(r"[≥\s]", "", text).replace("\u2212", "-")
    share = digits.endswith("%")
    value = Decimal(digits.rstrip("%"))
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return (value / 100, half / 100) if share else (value, half)


@pytest.mark.django_db
def test_every_figure_on_a_page_is_the_engines(pages: list[Page]) -> None:
    seen = [figure for page in pages for figure in figures_on(page)]
    federation = DatabaseStore().read().current()
    rules = indicators_of(federation)
    engine: dict[AT, Decimal | None] = {}
    for axis in ("", *sorted({axis for rule in rules.values() for axis in rule.axes})):
        wanted = [code for code, rule in rules.items() if not axis or axis in rule.axes]
        for figure in rollup(federation, wanted, by=["unit", "year", *([axis] if axis else [])]):
            unit, year, *category = figure.keys
            engine[figure.indicator, unit, year, f"{axis}={category[0]}" if axis else ""] = figure.value
    assert len(seen) > 500, "the walk has found no figures"
    wrong = []
    for one in seen:
        value, (shown, half) = engine.get(one.at), number_in(one.text)
        if value is None or abs(value - shown) > half:
            wrong.append(f"{one.page}: {one.at} shows {one.text}, the engine says {value}")
    assert not wrong, "\n".join(wrong[:20])


# What it opens


def test_every_number_on_a_page_opens_what_it_is_made_of(pages: list[Page]) -> None:
    closed = []
    for page in pages:
        for number in page.numbers:
            if not number.to and page.kind not in EXPLAINS and not number.classes & NO_FIGURES.keys():
                closed.append(f"{page.address}: {number.column} {number.text}")
            elif number.to.startswith("/") and kind_of(number.to) not in EXPLAINS:
                closed.append(f"{page.address}: {number.text} opens {number.to}")
    assert not closed, "\n".join(closed[:30])


def test_every_number_of_a_picture_stands_on_its_page_as_well(pages: list[Page]) -> None:
    missing = []
    for page in pages:
        beside = [alone(one.text) for one in page.numbers if "chart-table" not in one.classes]
        for one in page.numbers:
            value, _half = alone(one.text)
            if "chart-table" in one.classes and all(abs(value - other) > half for other, half in beside):
                missing.append(f"{page.address}: {one.text}")
    assert not missing, "\n".join(missing[:30])


def alone(text: str) -> tuple[Decimal, Decimal]:
    """Return the number in a text, as a picture has it: in per cent where it is in per cent; and half of its last digit."""
    found = re.search(r"\u2212?\d[\d\s]*(\.\d+)?", text)
    assert found
    return number_in(found[0].strip())


# What that adds up to


class Opened(NamedTuple):
    """A number and the page that it opens."""

    page: Page
    number: Number
    html: str


def test_the_rows_that_a_number_opens_add_up_to_it(planner: Client, pages: list[Page]) -> None:
    wrong, opened = [], Counter[str]()
    for page, number in numbers_to_open(pages):
        response = planner.get(number.to)
        assert response.status_code == 200, f"{page.address} leads to {number.to}"
        kind = kind_of(number.to)
        opened[kind] += 1
        if said := CHECKS[kind](planner, Opened(page, number, response.content.decode())):
            wrong.append(f"{page.address}: {number.text} ({number.column}) opens {number.to}: {said}")
    assert opened.keys() == CHECKS.keys()
    assert opened.total() > 300, "the walk has found few numbers"
    assert not wrong, "\n".join([f"{len(wrong)} of {opened.total()}", *wrong[:30]])


def numbers_to_open(pages: list[Page]) -> Iterator[tuple[Page, Number]]:
    known: set[tuple[str, str]] = set()
    met = Counter[Kind]()
    for page in pages:
        for number in page.numbers:
            if number.to.startswith("/") and (number.to, number.text) not in known:
                known.add((number.to, number.text))
                kind = kind_of_number(page, number)
                met[kind] += 1
                if met[kind] <= FIRST or met[kind] % SOME == 0:
                    yield page, number


def kind_of_number(page: Page, number: Number) -> Kind:
    """Return on which page and in which column a number stands (figures: in any), what it opens, and what that is asked for."""
    to = urlsplit(number.to)
    if kind_of(number.to) == "figure":
        return page.kind, "", "figure", (to.fragment,)
    asked = parse_qs(to.query)
    words = tuple(f"{name}={value[0]}" if name in WORDS else name for name, value in sorted(asked.items()))
    return page.kind, number.column, kind_of(number.to), words


def amounts(cells: list[str]) -> Decimal:
    return sum((number_in(cell)[0] for cell in cells if re.search(r"\d", cell)), Decimal(0))


def in_title(html: str) -> str:
    found = re.search(r'<p class="key-figure[^"]*">(.*?)</p>', html, re.DOTALL)
    assert found
    text = unescape(re.sub(r'<span class="(?:unit|asof)[^>]*>.*?</span>|<[^>]+>', "", found[1]))
    return re.sub(r"\s+", " ", text).strip()


def whole(client: Client, to: str, html: str, name: str = "page") -> list[list[list[str]]]:
    """Return the rows of every table of an explanation, of all its pages together."""
    found = [rows.body for rows in tables(html)]
    at = 1
    while re.search(r'rel="next"', html):
        at += 1
        html = client.get(f"{to}{'&' if '?' in to else '?'}{name}={at}").content.decode()
        for rows, more in zip(found, tables(html), strict=True):
            rows.extend(more.body)
    return found


def of_money(client: Client, one: Opened) -> str:
    """The amount of the page is the number's, and the last column of its table adds up to it."""
    shown, scale = number_in(one.number.text), 1000 if "thousands of" in one.page.html else 1
    title = number_in(in_title(one.html))[0]
    if abs(title / scale - shown[0]) > (shown[1] if scale > 1 else 0):
        return f"says {title}"
    if not title and "No line of money goes this way." in one.html:
        return ""
    rows = whole(client, one.number.to, one.html, "lines" if "lines=" in one.html else "page")
    sums = [amounts([row[-1] for row in body]) for body in rows]
    if title not in sums:
        return f"its rows add up to {sums}"
    return ""


def are_one(first: str, second: str) -> bool:
    """Whether two texts say one number; one of them may be written more finely, as a result beside its target is."""
    if first == second or not (VALUE.fullmatch(first) and VALUE.fullmatch(second)):
        return first == second
    (value, half), (other, half_of_other) = number_in(first), number_in(second)
    return ("≥" in first, "%" in first) == ("≥" in second, "%" in second) and abs(value - other) <= max(
        half, half_of_other
    )


def of_figure(_client: Client, one: Opened) -> str:
    """The figure of the page is the number's; where units are added up, they make it up; who has reported is counted there."""
    if urlsplit(one.number.to).fragment == "who":
        return of_those_who_reported(one)
    if not are_one(in_title(one.html), one.number.text):
        return f"says {in_title(one.html)}"
    added = re.search(r'Where it comes from</h2>\s*<span class="asof ms-auto">added up<', one.html)
    if added:
        rows = next(tables(one.html))
        counted = [row for row in rows.body if "(not counted)" not in row[0]]
        _total, half = number_in(rows.foot[1])
        if abs(amounts([row[1] for row in counted]) - _total) > half * (len(counted) + 1):
            return f"its rows add up to {amounts([row[1] for row in counted])}"
    return ""


def of_those_who_reported(one: Opened) -> str:
    digits = [int(digit.replace("\u202f", "")) for digit in re.findall(r"[\d\u202f]+", one.number.text)]
    named = {word: int(many) for word, many in re.findall(r"<summary>([^:<]+): (\d+)</summary>", one.html)}
    if not named:  # the unit reports for itself
        return "" if max(digits) <= 1 else "names nobody"
    reported = named.get("Have reported", 0)
    everyone = reported + named.get("Have not reported", 0)
    right = {(reported, everyone)} if len(digits) > 1 else {(reported,), (everyone,)}
    return "" if tuple(digits) in right else f"names {reported} of {everyone}"


def of_priority(_client: Client, one: Opened) -> str:
    """The page of a priority has the number; of money, as the sum of its plans."""
    shown, half = number_in(one.number.text)
    scale = 1000 if one.number.to.endswith("#money") else 1
    if scale == 1:
        return (
            ""
            if one.number.text in re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one.html)))
            else "is not there"
        )
    rows = next(tables(one.html))
    column = {"Budget": 1, "Funded": 2, "Spent": 3}[one.number.column]
    total = number_in(rows.foot[column])[0]
    if abs(total / scale - shown) > half or amounts([row[column] for row in rows.body]) != total:
        return f"its plans add up to {amounts([row[column] for row in rows.body])}"
    return ""


def of_round(_client: Client, one: Opened) -> str:
    """As many units are named as the number says; of those that nobody has answered, none."""
    found = re.search(r"([\d\u202f]+) units?(?: ·|</span>)", one.html)
    assert found
    rows = one.html.count("<tr>") - 1
    if int(found[1]) == rows == int(one.number.text):
        return ""
    nobody = one.number.text == "0" and "asked=" in one.number.to  # no figure: nobody has answered it, these were asked
    return "" if nobody else f"names {found[1]}"


def of_round_and_unit(_client: Client, one: Opened) -> str:
    rows = re.findall(r"<tr><th.*?</tr>", one.html.partition("<tbody>")[2], re.DOTALL)
    answered = [row for row in rows if "not answered" not in row]
    return "" if int(one.number.text) in {len(rows), len(answered)} else f"{len(answered)} of {len(rows)} are answered"


def of_answers(_client: Client, one: Opened) -> str:
    rows = next(tables(one.html))
    column = {"Reported": 1, "Expected": 2}[one.number.column]
    total = amounts([row[column] for row in rows.body])
    shown = number_in(one.number.text)[0]
    return "" if total == number_in(rows.foot[column])[0] == shown else f"its rows add up to {total}"


CHECKS = {
    "figure": of_figure, "plan-money-explained": of_money, "plan-sight-explained": of_money, "priority": of_priority,
    "round": of_round, "round-unit": of_round_and_unit, "answers": of_answers,
}  # fmt: skip
