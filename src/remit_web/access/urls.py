"""Sign-in and sign-out, by allauth; its other pages stay shut until they are needed. Who may do what."""

from __future__ import annotations

from allauth.account.views import login, logout
from django.urls import path

from remit_web.access import views
from remit_web.access.needs import ANYONE, needs

urlpatterns = [
    path("sign-in/", needs(ANYONE)(login), name="account_login"),
    path("sign-out/", needs(ANYONE)(logout), name="account_logout"),
    path("units/<str:unit>/access/", views.unit_access, name="unit-access"),
    path("people/", views.people, name="people"),
    path("people/<str:code>/", views.person, name="person"),
    path("people/<str:code>/end-role/", views.end_role, name="end-role"),
    path("people/<str:code>/data/", views.person_data, name="person-data"),
    path("people/<str:code>/erase/", views.erase_person, name="erase-person"),
    path("people/<str:code>/take-back/", views.take_back, name="take-back"),
]
