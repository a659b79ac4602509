"""The doors, by allauth, and the pages of one's account: each address is opened by name, none comes with a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as doors
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as by_others
from django.conf import settings
from django.shortcuts import redirect
from django.urls import path, re_path
from django.views.generic import RedirectView

from remit_web.access.account import sessions, tokens, views
from remit_web.access.account.doors import SecondFactor, SignIn
from remit_web.access.by_organisation import reached
from remit_web.access.needs import ANYONE, SIGNED_IN, all_need
from remit_web.access.organisations import OPENID_CONNECT, SAML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

at_the_door = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", doors.logout, name="account_logout"),
    path("sign-in/closed/", doors.account_inactive, name="account_inactive"),
    path("sign-in/second-factor/", SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/forgotten/", doors.password_reset, name="account_reset_password"),
    path("sign-in/forgotten/sent/", doors.password_reset_done, name="account_reset_password_done"),
    path("sign-in/forgotten/done/", doors.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        doors.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/stopped/", by_others.login_cancelled, name="socialaccount_login_cancelled"),
]
of_ones_own = [
    path("account/", views.account, name="account"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end, name="end-session"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/make/", tokens.make, name="make-token"),
    path("account/tokens/end/", tokens.end, name="end-token"),
    path("account/password/", doors.password_change, name="account_change_password"),
    path("account/password/first/", doors.password_set, name="account_set_password"),
    path("account/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/app/off/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/keys/", RedirectView.as_view(pattern_name="account"), name="mfa_list_webauthn"),
    path("account/second-factor/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("account/again/", doors.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]


def of_organisations() -> Iterator[URLPattern]:
    """Yield the doors of organisations, for those kinds of them that there are."""
    kinds = {one.kind for one in settings.ORGANISATIONS}
    if OPENID_CONNECT in kinds:
        from allauth.socialaccount.providers.openid_connect import views as openid_connect  # noqa: PLC0415

        begin, back = reached(openid_connect.login), reached(openid_connect.callback)
        yield path("sign-in/with/<str:provider_id>/", begin, name="openid_connect_login")
        yield path("sign-in/with/<str:provider_id>/back/", back, name="openid_connect_callback")
    if SAML in kinds:
        from allauth.socialaccount.providers.saml import views as saml  # noqa: PLC0415 - it needs libxmlsec1

        at = "sign-in/saml/<str:organization_slug>/"
        yield path(at, reached(saml.login), name="saml_login")
        yield path(at + "back/", saml.acs, name="saml_acs")
        yield path(at + "done/", reached(saml.finish_acs), name="saml_finish_acs")
        yield path(at + "metadata/", reached(saml.metadata), name="saml_metadata")
        # Signing out there does not sign out here: the address that metadata must name leads to our own page.
        yield path(at + "sign-out/", sign_out, name="saml_sls")


def sign_out(request: HttpRequest, organization_slug: str) -> HttpResponse:  # noqa: ARG001 - it stands in the address
    """Lead to the page that asks whether to sign out."""
    return redirect("account_logout")


by_organisations = list(of_organisations())
urlpatterns = [*at_the_door, *by_organisations, *of_ones_own]
all_need(ANYONE, [*at_the_door, *by_organisations])
all_need(SIGNED_IN, of_ones_own)
