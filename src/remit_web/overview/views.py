"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def search(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def line_of_sight(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")
