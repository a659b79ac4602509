"""Signing in and out, one's account, invitations; who may do what."""

from __future__ import annotations

from django.urls import include, path

from remit_web.access import views
from remit_web.access.invited import views as invited

urlpatterns = [
    path("", include("remit_web.access.account.urls")),
    path("invitations/<str:secret>/", invited.invitation, name="invitation"),
    path("people/invitations/", invited.invitations, name="invitations"),
    path("people/invitations/withdraw/", invited.take_back, name="withdraw-invitation"),
    path("units/<str:unit>/access/", views.unit_access, name="unit-access"),
    path("people/", views.people, name="people"),
    path("people/<str:code>/", views.person, name="person"),
    path("people/<str:code>/end-role/", views.end_role, name="end-role"),
    path("people/<str:code>/data/", views.person_data, name="person-data"),
    path("people/<str:code>/erase/", views.erase_person, name="erase-person"),
    path("people/<str:code>/take-back/", views.take_back, name="take-back"),
]
