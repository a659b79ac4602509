"""After signing out, the back button shows nothing of what was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WHO = "planning@example.org"


def test_going_back_after_signing_out_shows_nothing_of_before(browser: Browser, served: str) -> None:
    context = signed_in(browser, served, WHO)
    page = context.new_page()
    page.goto("/plans/")
    page.goto("/units/M-ARV/")
    assert WHO in page.content()
    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served}/")
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert WHO not in page.content(), page.url
    context.close()


def test_the_browser_runs_no_script_that_stands_in_a_page(browser: Browser, served: str) -> None:
    """The policy is one that a browser understands: what a page should not hold does not run."""
    context = browser.new_context(base_url=served)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/")
    page.evaluate(
        """() => {
            const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script);
            const link = document.createElement("a"); link.href = "javascript:window.ran = 1"; document.body.append(link); link.click();
            const image = document.createElement("img"); image.setAttribute("onerror", "window.ran = 1"); image.src = "/x.png";
            document.body.append(image); const base = document.createElement("base"); base.href = "https://elsewhere.example/";
            document.head.append(base); }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.baseURI").startswith(served)
    assert sum("Content Security Policy" in one for one in said) >= 3
    context.close()
