"""The product as people start it: one command in a folder of its own, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def demo(data: Path) -> Iterator[tuple[str, float]]:
    """Run `remit demo`; yield its address, and how many seconds it took to answer."""
    port, began = _free_port(), time.monotonic()
    environment = {**os.environ, "REMIT_DATA": str(data)}
    for name in ("DJANGO_SETTINGS_MODULE", "REMIT_TODAY", "REMIT_DATABASE"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from remit.cli import main; main()", "demo", "--port", str(port)]
    with (
        (data.parent / "demo.log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield _answering(f"http://127.0.0.1:{port}", process), time.monotonic() - began
        finally:
            process.terminate()


def _answering(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1_800):
        assert process.poll() is None, "the demonstration ended before it answered"
        try:
            with urlopen(address, timeout=5):
                return address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the demonstration does not answer")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration."""
    data = tmp_path_factory.mktemp("demo") / "data"
    with demo(data) as (address, _):
        pass
    with demo(data) as (address, seconds):
        assert seconds < 5, f"a second start took {seconds:.1f} s"
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    path = os.environ.get("REMIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail("a browser is required; REMIT_CHROMIUM does not say where Chromium is")
        pytest.skip("left out: Chromium is not installed")
    from playwright.sync_api import sync_playwright

    # An open browser runs a loop in this thread, for which Django would keep from its database all tests that follow.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield made
        made.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def signed_in(browser: Browser, served: str, email: str, **options: Any) -> Any:
    """Return a browser's context in which somebody has signed in."""
    from remit_web.commands.demo import PASSWORD

    context = browser.new_context(base_url=served, **options)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.close()
    return context
