"""How people get in: by an invitation; nobody makes an account at the door. The rules of this house for allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit_web.access.lock_out import too_many
from remit_web.access.models import Person
from remit_web.access.organisations import answering_for
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.origin import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

SAID: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("The password is changed."),
    "account/messages/password_set.txt": gettext_lazy("The password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("From now on you are asked for a code of your app."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("You are no longer asked for a code of an app."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The key is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The key is removed."),
}
"""What allauth would say, in our words; what is not here is not said."""


NOWHERE = "::"
"""Where the server in front is reached without an address, by a socket of the machine."""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Passwords: who may use one, what becomes of a wrong one, and where people are led."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "incorrect_code": gettext_lazy("The code is not right, or was used before."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "enter_current_password": gettext_lazy("This is not your password of now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth gives it
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a request comes from, seen through the servers in front."""
        return address_of(request) or NOWHERE

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a password where an organisation signs its own people in; count the try."""
        refuse_password(credentials.get("email", ""))
        request._tried = self._get_login_attempts_cache_key(request, **credentials)  # type: ignore[attr-defined]
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return what is wrong with a form; after too many tries there is no form, but a page that says when to come back."""
        if code in {"too_many_login_attempts", "rate_limited"}:
            raise ImmediateHttpResponse(too_many(self.request))
        error: ValidationError = super().validation_error(code, *args)
        return error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password."""
        failed(request, credentials.get("email", ""))

    def add_message(  # noqa: PLR0917 - as allauth calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth gives it
        extra_tags: str = "",  # noqa: ARG002
        message: str | None = None,
    ) -> None:
        """Say on the next page what was done."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth gives it
        """Lead back to the account."""
        from django.urls import reverse  # noqa: PLC0415

        return reverse("account")


class ResetPassword(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asking for a letter with which to choose a new password."""

    def clean_email(self) -> str:
        """Refuse it where an organisation signs its own people in."""
        refuse_password(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email


def refuse_password(email: str) -> None:
    """Raise a `ValidationError` where an address gets in by its organisation only."""
    organisation = answering_for(email, settings.ORGANISATIONS)
    if organisation and organisation.required:
        _use_the_other_door(organisation.name)


def _use_the_other_door(name: str) -> NoReturn:
    said = _("People of %(organisation)s sign in there: use its button. No password is needed here.")
    raise ValidationError(said % {"organisation": name}, code="by_organisation")


def failed(request: HttpRequest, email: str, how: str = "password") -> None:
    """Record that somebody could not get in."""
    code = Person.objects.filter(email__iexact=email).values_list("code", flat=True).first() if email else None
    actor = Actor(door="page", address=address_of(request))
    record(
        actor, "sign-in.failed", "people", code or "", after={"how": how}, personal={"email": email}, whose=code or ""
    )
