"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def plans(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


def plan(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_line_of_sight(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_money(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_money_explained(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_indicators(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_risks(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def plan_chapters(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "shell/base.html")


def element(request: HttpRequest, plan: str, element: str) -> HttpResponse:
    return render(request, "shell/base.html")
