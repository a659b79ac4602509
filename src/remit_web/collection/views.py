"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def collection(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def round_(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "shell/base.html")


def figure(request: HttpRequest, indicator: str, unit: str, period: str) -> HttpResponse:
    return render(request, "shell/base.html")
