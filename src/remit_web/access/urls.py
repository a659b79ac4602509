"""Sign-in and sign-out, by allauth; its other pages stay shut until they are needed."""

from __future__ import annotations

from allauth.account.views import login, logout
from django.urls import path

urlpatterns = [
    path("sign-in/", login, name="account_login"),
    path("sign-out/", logout, name="account_logout"),
]
