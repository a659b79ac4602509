"""What stands before every page costs next to nothing: a page of 20 ms grows by less than 0.3 ms."""

from __future__ import annotations

import sys
import time
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings as now
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

from remit_web.shell import limits

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from django.http import HttpRequest
    from django.test import RequestFactory
    from pytest_django import Settings

OURS = {
    "remit_web.shell.headers.headers", "remit_web.shell.admission.admission", "remit_web.shell.sessions.session_ends",
    "remit_web.shell.limits.Limits",
}  # fmt: skip


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


_page.needs = ("anyone",)  # type: ignore[attr-defined]


def _seconds(middleware: list[str], settings: Settings, request: HttpRequest) -> float:
    """Return how long a page takes; the fastest of many: other work on the machine is not its fault."""
    settings.MIDDLEWARE = middleware
    handler = WSGIHandler()

    def once() -> float:
        began = time.perf_counter()
        handler.get_response(request)
        return time.perf_counter() - began

    return min(once() for _ in range(500))


def test_headers_sessions_sizes_and_limits_cost_less_than_a_third_of_a_millisecond(
    rf: RequestFactory, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    urls = ModuleType("urls_of_one_page")
    vars(urls)["urlpatterns"] = [path("search/", _page)]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF, settings.LIMITS_FILE = urls.__name__, tmp_path / "limits"
    monkeypatch.setitem(limits.LIMITS, "/search/", limits.Limit("search", 10**6, 10**6))
    request, middleware = rf.get("/search/"), list(now.MIDDLEWARE)
    assert set(middleware) >= OURS
    without = _seconds([one for one in middleware if one not in OURS], settings, request)
    assert _seconds(middleware, settings, request) - without < 0.000_3
