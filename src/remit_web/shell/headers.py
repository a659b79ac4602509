"""The headers of every answer, in one table; and who may keep an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse

from remit_web.shell.policy import content_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What a browser can do and no page asks it to."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # what `frame-ancestors` says, for old browsers
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{one}=()" for one in UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer carries, beside its content policy."""
PRIVATE, ASKED_AGAIN = "private, no-store", "private, no-cache"
"""Nobody keeps an answer to somebody who signed in; a browser may keep any other, and asks whether it still holds."""
VARIES_BY = ("Cookie", "Accept-Language")


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set the headers of every answer, whatever made it; what an answer says itself stays."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers_of_all().items():
            response.headers.setdefault(name, value)
        if not isinstance(response, WhiteNoiseFileResponse):  # files for browsers are the same for everybody
            _say_who_may_keep(request, response)
        return response

    return respond


def headers_of_all() -> dict[str, str]:
    """Return the headers of every answer, as the settings ask for them."""
    found = HEADERS | {"Content-Security-Policy": content_policy()}
    if settings.OVER_HTTPS:
        found["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return found


def _say_who_may_keep(request: HttpRequest, response: HttpResponse) -> None:
    patch_vary_headers(response, VARIES_BY)
    if _is_for_one_reader(request, response):
        response["Cache-Control"] = PRIVATE
    else:
        response.headers.setdefault("Cache-Control", ASKED_AGAIN)


def _is_for_one_reader(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a session, or a key for programs, came with the request or goes out with the answer."""
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies or "Authorization" in request.headers
