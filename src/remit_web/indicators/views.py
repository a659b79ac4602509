"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def indicators(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    return render(request, "shell/base.html")
