"""Every page, narrow and wide, both directions, light and dark: it fits, has one title, and axe finds nothing serious."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from .conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
PAGES = {
    "overview": "/",
    "search": "/search/?q=water",
    "search of one kind": "/search/?q=water&kind=indicators",
    "search with nothing found": "/search/?q=zzzzzz",
    "line of sight": "/line-of-sight/",
    "priority": "/priorities/S2030/P1/",
    "units": "/units/",
    "map": "/units/map/",
    "units in no tree": "/units/?tree=-",
    "unit": "/units/M-ARV/",
    "partner": "/units/LUMEN/",
    "region": "/units/R-AFE/",
    "federation": "/units/WFRS/",
    "unit with money of others": "/units/M-MEN/",
    "countries": "/countries/",
    "country": "/countries/GEO/",
    "plans": "/plans/",
    "strategy": "/plans/S2030/",
    "plan": "/plans/CP-ARV-2026/",
    "plan's line of sight": "/plans/S2030/line-of-sight/",
    "amount along a line of sight": "/plans/S2030/line-of-sight/explained/?role=need&element=E4&from=SEC-2026",
    "amount of all plans": "/plans/S2030/line-of-sight/explained/?role=use&element=E4",
    "plan's money": "/plans/CP-ARV-2026/money/",
    "plan's money explained": "/plans/CP-ARV-2026/money/explained/?measure=gap",
    "element": "/plans/CP-ARV-2026/elements/O1.1/",
    "priority's element": "/plans/S2030/elements/P1/",
    "grant": "/plans/GR-LUMEN/",
    "plan's indicators": "/plans/CP-ARV-2026/indicators/",
    "plan's risks": "/plans/CP-ARV-2026/risks/",
    "plan's chapters": "/plans/CP-ARV-2026/chapters/",
    "indicators": "/indicators/",
    "indicator": "/indicators/reached/",
    "indicator of other periods": "/indicators/income/",
    "indicator by sex": "/indicators/reached/?by=sex",
    "figure": "/figures/reached/WFRS/2026/",
    "figure of a cell": "/figures/reached/WFRS/2026/?cell=sex%3Dfemale",
    "collection": "/collection/",
    "round": "/collection/R-2026/",
    "round of one unit": "/collection/R-2026/M-ARV/",
    "answers of a year": "/collection/answers/2026/R-AME/",
    "history of a unit": "/record/units/M-ARV/",
    "history of a plan": "/record/plans/CP-ARV-2026/",
    "history of an element": "/record/elements/CP-ARV-2026/O1.1/",
    "record": "/record/",
    "record where nothing was found": "/record/?person=nobody",
    "sign in": "/sign-in/",
    "sign out": "/sign-out/",
    "closed account": "/sign-in/closed/",
    "second factor, asked": "/sign-in/second-factor/",
    "forgotten password": "/sign-in/forgotten/",
    "letter sent": "/sign-in/forgotten/sent/",
    "letter used": "/sign-in/forgotten/x-y/",
    "password changed": "/sign-in/forgotten/done/",
    "stopped elsewhere": "/sign-in/stopped/",
    "account": "/account/",
    "sessions": "/account/sessions/",
    "tokens": "/account/tokens/",
    "new token": "/account/tokens/make/",
    "password": "/account/password/",
    "first password": "/account/password/first/",
    "codes of an app": "/account/app/",
    "no codes of an app": "/account/app/off/",
    "recovery codes": "/account/codes/",
    "new recovery codes": "/account/codes/new/",
    "new key": "/account/keys/add/",
    "key's name": "/account/keys/1/name/",
    "key removed": "/account/keys/1/remove/",
    "keys": "/account/keys/",
    "second factor": "/account/second-factor/",
    "again, by password": "/account/again/",
    "again, by code": "/account/again/code/",
    "again, by key": "/account/again/key/",
    "invitations": "/people/invitations/",
    "who may do what": "/units/M-ARV/access/",
    "people": "/people/",
    "person": "/people/{neighbour}/",
    "person erased": "/people/{neighbour}/erase/",
    "for named people": "/named/",
    "value for named people": "/named/observations/inquiries:B-KIL-RIFT-NORTH:2026/",
    "draft": "/plans/CP-ARV-2026/draft/",
    "line of a draft": "/plans/CP-ARV-2026/draft/elements/O1.1/",
    "invitation that is over": "/invitations/nothing/",
    "nothing there": "/units/NOBODY/",
    "API": "/api/v1/docs",
}
BY = {
    "record": "auditor",
    "record where nothing was found": "auditor",
    "invitations": "admin",
    "who may do what": "admin",
    "people": "admin",
    "person": "admin",
    "person erased": "admin",
    "for named people": "cases",
    "value for named people": "cases",
    "draft": "host",
    "line of a draft": "host",
}
"""Pages that open to another account than the planner's."""
NO_PAGES = {
    "language",
    "theme",
    "record-export",
    "end-session",
    "end-token",
    "withdraw-invitation",
    "end-role",
    "take-back",
    "draft-step",
    "person-data",
    "no-longer-named",
}
"""Routes that change something and lead back, or give a file."""
NOT_THERE = {"nothing there", "no codes of an app", "recovery codes", "invitation that is over"}
"""Pages that answer 404 or 403 to who reads here."""
CUT = """[...document.querySelectorAll('.table-responsive')].filter(one => one.scrollWidth - one.clientWidth > 1)
    .map(one => one.innerText.slice(0, 80))"""
"""Tables of which a part is out of sight until it is scrolled to."""
TWICE = "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)"


def routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the names of the routes of the application; those of the API, which stand in a namespace, are no pages."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from () if one.namespace else routes(one.url_patterns)
        elif one.name:
            yield one.name


def test_every_route_of_the_application_is_walked() -> None:
    walked = {resolve(urlsplit(address).path).url_name for address in PAGES.values()}
    assert set(routes(get_resolver().url_patterns)) - walked == NO_PAGES


@pytest.fixture(scope="module")
def contexts(browser: Browser, served: str) -> Iterator[dict[str, BrowserContext]]:
    """A browser of each account that pages are opened with."""
    found = {name: signed_in(browser, served, f"{name}@example.org") for name in ("planning", *set(BY.values()))}
    yield found
    for context in found.values():
        context.close()


@pytest.fixture(scope="module")
def opened(contexts: dict[str, BrowserContext]) -> dict[str, Page]:
    """A page of each browser, in which one address is opened after the other."""
    return {name: context.new_page() for name, context in contexts.items()}


@pytest.fixture
def page(opened: dict[str, Page], request: pytest.FixtureRequest) -> Page:
    """The page of who may open the address."""
    return opened[BY.get(request.node.callspec.params["name"], "planning")]


@pytest.fixture(scope="module")
def addresses(contexts: dict[str, BrowserContext]) -> dict[str, str]:
    """The address of each page; people have codes that nobody knows before."""
    page = contexts["admin"].new_page()
    page.goto("/people/?find=neighbour")
    code = str(page.get_by_role("link", name="Nia Neighbour").get_attribute("href")).strip("/").rpartition("/")[2]
    page.close()
    return {name: address.format(neighbour=code) for name, address in PAGES.items()}


def dress(page: Page, served: str, language: str, theme: str) -> None:
    """Choose the language and the colours of what is opened next."""
    page.context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": served},
            {"name": "theme", "value": theme, "url": served},
        ]
    )


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """Gather what the browser complains of."""
    found: list[str] = []

    def of_script(error: Error) -> None:
        found.append(str(error))

    def of_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("pageerror", of_script)
    page.on("console", of_console)
    yield found
    page.remove_listener("pageerror", of_script)
    page.remove_listener("console", of_console)


def too_wide(page: Page) -> int:
    """Return by how many pixels a page is too wide, once live charts have followed a change of the window."""
    for _ in range(20):
        wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider <= 0:
            break
        page.wait_for_timeout(100)
    return wider


@pytest.mark.parametrize(("language", "theme", "widths"), [("en", "light", (390, 1280)), ("ar", "dark", (1280, 390))])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_says_what_it_is_to_everybody(  # noqa: PLR0917 - pytest fills them
    page: Page, served: str, addresses: dict[str, str], name: str, language: str, theme: str, widths: tuple[int, int]
) -> None:
    """At both widths, in both directions and colours; at the last width axe looks at it, too."""
    dress(page, served, language, theme)
    with complaints(page) as problems:
        page.goto(addresses[name])
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.locator("h1").count() == 1, "a page has one title"
        assert page.evaluate(TWICE) == [], "each name of a part stands once"
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            wider = too_wide(page)
            assert wider <= 0, f"at {width} pixels the page is {wider} pixels too wide"
            assert width < 1280 or not page.evaluate(CUT), "no table is cut where there is room"
        serious = serious_in(page)
    assert not serious, "\n".join(serious)
    assert problems == [] or name in NOT_THERE


def serious_in(page: Page) -> list[str]:
    """Return what axe finds on a page that keeps somebody from using it."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.fixture(scope="module")
def without_scripts(browser: Browser, served: str) -> Iterator[Page]:
    """The page of a stranger whose browser runs no scripts."""
    context = browser.new_context(base_url=served, java_script_enabled=False, viewport={"width": 390, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in BY])
def test_a_page_works_without_scripts(without_scripts: Page, addresses: dict[str, str], name: str) -> None:
    without_scripts.goto(addresses[name])
    assert without_scripts.locator("h1").is_visible()
    assert without_scripts.locator("main").inner_text().strip()


OUTSIDE = """figure => { const f = figure.getBoundingClientRect();
    return [...figure.querySelectorAll('.chart-live text')].filter(one => { const t = one.getBoundingClientRect();
        return t.width && (t.left < f.left - 1 || t.right > f.right + 1) }).map(one => one.textContent) }"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["indicator", "plan's line of sight"])
def test_the_letters_of_a_live_chart_stand_within_it(
    page: Page, served: str, addresses: dict[str, str], name: str, language: str
) -> None:
    dress(page, served, language, "light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(addresses[name])
    figure = page.locator("figure.chart").first
    figure.scroll_into_view_if_needed()
    figure.locator(".chart-live text").first.wait_for(state="attached")
    assert figure.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("name", ["overview", "plan", "unit", "indicator", "plan's line of sight"])
def test_by_keyboard_every_link_is_reached_and_seen(
    page: Page, served: str, addresses: dict[str, str], name: str
) -> None:
    dress(page, served, "en", "light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(addresses[name])
    page.keyboard.press("Tab")
    assert "#main" in page.evaluate("document.activeElement.href"), "the first stop skips to the content"
    page.keyboard.press("Enter")
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
                return document.activeElement.tagName === 'BODY' || s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"""
        )
        assert outline, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
