"""Coming in, in a browser that keeps to the content policy: passwords, codes of an app, keys, organisations."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Literal

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.organisations.conftest import (  # noqa: F401 - pytest finds the fixtures by their names
    SAML_PERSON,
    openid_provider,
    place,
    saml_address,
    saml_provider,
)

from remit_web.commands.demo import PASSWORD

from .test_every_page import dress, serious_in, too_wide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.organisations.conftest import Place

ADMIN = "admin@example.org"
WITH_APP, WITH_KEY = "finance@example.org", "auditor@example.org"
"""People of the demonstration whom no other scene signs in."""


@pytest.fixture
def said(context: BrowserContext) -> Iterator[list[str]]:
    """What the browser complains of; nothing, in the end."""
    found: list[str] = []
    context.on("weberror", lambda error: found.append(str(error.error)))
    context.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield found
    assert found == []


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=served.replace("127.0.0.1", "localhost"))
    yield made
    made.close()


def comes(page: Page, email: str) -> None:
    page.goto("/sign-in/?next=/account/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    leads_on(page, "button", "Sign in")


def shows_again(page: Page) -> None:
    """Give the password once more, where the page asks for it."""
    page.get_by_label("Password").fill(PASSWORD)
    leads_on(page, "button", "Go on")


def leads_on(page: Page, role: Literal["link", "button"], name: str) -> None:
    """Click on what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def goes(page: Page) -> None:
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def opens(page: Page, title: str) -> None:
    page.get_by_role("heading", level=1, name=title).wait_for()


def is_sound(page: Page) -> None:
    """Hold a page that takes some steps to reach to what every page is held to."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert too_wide(page) <= 0
    assert serious_in(page) == []


def test_codes_of_an_app_and_recovery_codes(context: BrowserContext, said: list[str]) -> None:
    page = context.new_page()
    comes(page, WITH_APP)
    leads_on(page, "link", "Set up")
    shows_again(page)
    assert page.locator(".qr img").evaluate("one => one.complete && one.naturalWidth > 0")
    is_sound(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code of the app").fill(code_of(secret, -1))
    page.get_by_role("button", name="Switch it on").click()
    opens(page, "Recovery codes")
    is_sound(page)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10 and all(re.fullmatch(r"\d{8}", one) for one in codes)
    leads_on(page, "link", "I have them")
    goes(page)

    comes(page, WITH_APP)
    opens(page, "The second factor")
    is_sound(page)
    assert page.get_by_role("button", name="Use a security key").count() == 0
    page.get_by_label("Code of your app").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    opens(page, "Your account")
    goes(page)

    comes(page, WITH_APP)
    page.get_by_label("Code of your app").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    opens(page, "Your account")
    assert "9 are left" in page.locator("#second-factor").inner_text()
    leads_on(page, "link", "Switch off")
    is_sound(page)
    shows_again(page)
    is_sound(page)
    page.get_by_role("button", name="Switch it off").click()
    opens(page, "Your account")
    assert "Recovery codes" not in page.locator("#second-factor").inner_text()


def with_key(context: BrowserContext, page: Page) -> None:
    """Plug a key into the browser."""
    devices: Any = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True}
    options = {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_security_key(context: BrowserContext, said: list[str]) -> None:
    page = context.new_page()
    with_key(context, page)
    comes(page, WITH_KEY)
    leads_on(page, "link", "Add one")
    shows_again(page)
    is_sound(page)
    page.get_by_label("Name").fill("The blue one")
    page.get_by_role("button", name="Add the key").click()
    opens(page, "Recovery codes")
    leads_on(page, "link", "I have them")
    assert "The blue one" in page.locator("#second-factor").inner_text()
    is_sound(page)
    goes(page)

    comes(page, WITH_KEY)
    opens(page, "The second factor")
    is_sound(page)
    page.get_by_role("button", name="Use a security key").click()
    opens(page, "Your account")
    leads_on(page, "link", "Name it: The blue one")
    leads_on(page, "link", "Use a security key")
    is_sound(page)
    page.get_by_role("button", name="Use a security key").click()
    page.get_by_label("Name").fill("The old one")
    page.get_by_role("button", name="Keep it").click()
    leads_on(page, "link", "Remove: The old one")
    is_sound(page)
    page.get_by_role("button", name="Remove it").click()
    opens(page, "Your account")
    assert "The old one" not in page.locator("#second-factor").inner_text()
    goes(page)
    comes(page, WITH_KEY)
    opens(page, "Your account")


def test_a_key_that_does_not_answer_is_said_on_the_page(context: BrowserContext, said: list[str]) -> None:
    page = context.new_page()
    comes(page, WITH_KEY)
    leads_on(page, "link", "Add one")
    shows_again(page)
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Add the key").click()
    page.get_by_text("The key did not answer").wait_for(state="visible")


def test_a_token_is_shown_once(context: BrowserContext, said: list[str]) -> None:
    page = context.new_page()
    comes(page, ADMIN)
    page.goto("/account/tokens/")
    leads_on(page, "link", "Make a token")
    shows_again(page)
    is_sound(page)
    page.get_by_label("Name").fill("Figures for R")
    page.get_by_label("Units, indicators, rounds and figures").check()
    leads_on(page, "button", "Make the token")
    secret = page.locator("pre.command").inner_text()
    is_sound(page)
    answer = page.request.get("/api/v1/units?limit=1", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status == 200
    page.goto("/account/tokens/")
    assert secret not in page.content()
    page.get_by_role("button", name="End: Figures for R").click()
    page.get_by_text("The token has ended.").wait_for()


def test_somebody_is_invited_and_the_invitation_withdrawn(
    context: BrowserContext, served: str, said: list[str]
) -> None:
    page = context.new_page()
    comes(page, ADMIN)
    page.goto("/people/invitations/?unit=M-ARV")
    is_sound(page)
    page.get_by_label("E-mail address").fill("nora@example.org")
    page.get_by_role("button", name="Send the letter").click()
    page.get_by_text("A letter is on its way to nora@example.org").wait_for()
    is_sound(page)
    arabic = context.new_page()
    dress(arabic, served.replace("127.0.0.1", "localhost"), "ar", "dark")
    arabic.goto("/people/invitations/")
    is_sound(arabic)
    arabic.close()
    page.get_by_role("button", name="Withdraw: nora@example.org").click()
    page.get_by_text("The invitation is withdrawn.").wait_for()


def test_the_letter_of_an_invitation_opens_a_page_that_works_without_scripts(browser: Browser, place: Place) -> None:  # noqa: F811
    context = browser.new_context(base_url=place.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(place.invite("gil@cedra.example", "administrator", "TOP"))
    page.get_by_label("Your name").fill("Gil of Cedra")
    page.get_by_label("A password").fill("quiet river lamp stone")
    page.get_by_label("The password again").fill("quiet river lamp stone")
    page.get_by_role("button", name="Make my account").click()
    opens(page, "Your account")
    assert "Gil of Cedra" in page.locator("#roles").inner_text()
    page.goto("/people/invitations/")
    opens(page, "Invitations")
    context.close()


def test_the_page_of_an_invitation_is_sound(browser: Browser, place: Place) -> None:  # noqa: F811
    context = browser.new_context(base_url=place.address)
    for email in ("hal@cedra.example", "hal@arvenia.example", "hal@elsewhere.example"):
        page = context.new_page()
        page.goto(place.invite(email))
        opens(page, "Your invitation")
        is_sound(page)
    context.close()


# By an organisation


@pytest.fixture
def elsewhere(browser: Browser, place: Place) -> Iterator[Page]:  # noqa: F811 - the fixture of that name
    made = browser.new_context(base_url=place.address)
    yield made.new_page()
    made.close()


def test_by_openid_connect_from_the_page_of_sign_in(elsewhere: Page, place: Place) -> None:  # noqa: F811
    place.invite("ann@arvenia.example")
    elsewhere.goto("/sign-in/?next=/account/")
    elsewhere.get_by_role("link", name="Sign in with Society of Arvenia").click()
    elsewhere.get_by_role("button", name="u-ann").click()
    opens(elsewhere, "Your account")
    assert "Ann of Arvenia" in elsewhere.locator("#roles").inner_text()


@pytest.mark.usefixtures("saml_provider")
def test_by_saml_from_the_letter_of_an_invitation(elsewhere: Page, place: Place) -> None:  # noqa: F811
    elsewhere.goto(place.invite(SAML_PERSON))
    elsewhere.get_by_role("link", name="Sign in with Society of Cedra").click()
    opens(elsewhere, "Your account")
    assert SAML_PERSON in elsewhere.locator("main").inner_text()
