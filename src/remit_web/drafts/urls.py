"""Addresses of drafts, below those of their plan."""

from __future__ import annotations

from django.urls import path

from remit_web.drafts import views

urlpatterns = [
    path("<str:plan>/draft/", views.plan_draft, name="plan-draft"),
    path("<str:plan>/draft/<str:step>/", views.draft_step, name="draft-step"),
    path("<str:plan>/draft/<str:of>/<str:key>/", views.write_line, name="write-line"),
]
