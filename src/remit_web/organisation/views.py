"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def units(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def units_map(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def unit(request: HttpRequest, unit: str) -> HttpResponse:
    return render(request, "shell/base.html")


def country(request: HttpRequest, country: str) -> HttpResponse:
    return render(request, "shell/base.html")
