"""The content policy: only our own scripts and styles run, whatever a text holds."""

from __future__ import annotations

from django.conf import settings

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


def content_policy() -> str:
    """Return the policy as a header."""
    written = [f"{name} {value}" for name, value in DIRECTIVES.items()]
    return "; ".join([*written, *(["upgrade-insecure-requests"] if settings.OVER_HTTPS else [])])
