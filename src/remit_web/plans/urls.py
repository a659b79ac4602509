"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.budgets import views as budgets
from remit_web.plans import views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("<str:plan>/", views.plan, name="plan"),
    path("<str:plan>/line-of-sight/", views.plan_line_of_sight, name="plan-line-of-sight"),
    path("<str:plan>/line-of-sight/explained/", budgets.plan_sight_explained, name="plan-sight-explained"),
    path("<str:plan>/money/", budgets.plan_money, name="plan-money"),
    path("<str:plan>/money/explained/", budgets.plan_money_explained, name="plan-money-explained"),
    path("<str:plan>/indicators/", views.plan_indicators, name="plan-indicators"),
    path("<str:plan>/risks/", views.plan_risks, name="plan-risks"),
    path("<str:plan>/chapters/", views.plan_chapters, name="plan-chapters"),
    path("<str:plan>/elements/<str:element>/", views.element, name="element"),
]
