"""The pages of allauth that take more than it gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from remit_web.access.organisations import OPENID_CONNECT

if TYPE_CHECKING:
    from remit_web.access.organisations import Organisation


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """Signing in: by a password, or by one's organisation."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add the organisations that sign their own people in."""
        leads_to = self.get_next_url() or ""
        doors = [{"name": one.name, "to": door_of(one, leads_to)} for one in settings.ORGANISATIONS]
        found: dict[str, Any] = super().get_context_data(**more)
        return found | {"organisations": doors}


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """The second factor, when signing in."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Say whether there is a key to ask for."""
        found: dict[str, Any] = super().get_context_data(**more)
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return found | {"has_keys": keys.exists()}


def door_of(one: Organisation, leads_to: str = "") -> str:
    """Return the address that leads to an organisation's own sign-in, and back to a page."""
    name = "openid_connect_login" if one.kind == OPENID_CONNECT else "saml_login"
    return reverse(name, args=[one.id]) + (f"?{urlencode({'next': leads_to})}" if leads_to else "")
