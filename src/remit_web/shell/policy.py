"""The content policy: only our own scripts and styles run, whatever a text holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpResponse

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # the width of a bar is data
    "img-src": "'self' data:",  # the style sheet draws its marks so
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""What a page may load, run and send, and who may frame it."""


def content_policy(forms_to: tuple[str, ...] = ()) -> str:
    """Return the policy as a header; `forms_to`: other sites that forms of the page lead to."""
    directives = DIRECTIVES | {"form-action": " ".join((DIRECTIVES["form-action"], *forms_to))}
    written = [f"{name} {value}" for name, value in directives.items()]
    return "; ".join([*written, *(["upgrade-insecure-requests"] if settings.OVER_HTTPS else [])])


def let_forms_lead_to(response: HttpResponse, *sites: str) -> None:
    """Let the forms of one page lead to other sites: browsers hold the policy against redirects after a form, too."""
    response["Content-Security-Policy"] = content_policy(sites)
