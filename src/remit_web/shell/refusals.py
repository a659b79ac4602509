"""What is said where a request gets no further: a page that needs no database, or the API's error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from remit_web.shell.languages import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

PROGRAMS = "/api/"
"""The addresses below which programs ask."""


class Refusal(NamedTuple):
    """One way of getting no further: its code and status, what it is called, and what to do. Words in braces are facts."""

    code: str
    status: int
    title: str | Promise
    says: str | Promise


BAD_REQUEST = Refusal(
    "bad-request", 400, _("This cannot be read"), _("What was sent is not as it should be. Go back and try again.")
)
WRONG_HOST = Refusal(
    "wrong-host",
    400,
    _("Nothing is found under this name"),
    _("Open the pages by the name that you were given. Administrators: REMIT_HOSTS lists the names to answer to."),
)
FORGED = Refusal(
    "forged",
    403,
    _("This form was not taken"),
    _("It was open for too long, or the browser keeps no cookies. Nothing was changed. Load the page anew and send it again."),
)  # fmt: skip
TOO_LARGE = Refusal(
    "too-large",
    413,
    _("This is too large"),
    _("At most {most} MB can be sent at once, and no more fields and files than a form has. Send less, or in parts."),
)
TOO_OFTEN = Refusal(
    "too-often",
    429,
    _("This is asked for too often"),
    _("Wait for {seconds} s, then try again."),
)
FAILED = Refusal(
    "failed",
    500,
    _("Something went wrong"),
    _("Nothing was lost. Try again; if it happens again, tell the administrator what you did."),
)


def refusal(request: HttpRequest, which: Refusal, **facts: object) -> HttpResponse:
    """Return the answer to a request that gets no further, in the reader's language."""
    language = language_of(request)
    with translation.override(language):
        says = str(which.says).format(**facts)
        if request.path_info.startswith(PROGRAMS):
            answer: HttpResponse = problem(which.code, says, which.status)
        else:
            answer = HttpResponse(_page(language, title=str(which.title), says=says), status=which.status)
    answer["Content-Language"] = language
    return answer


def problem(code: str, message: str, status: int) -> JsonResponse:
    """Return an error of the API; every one has this shape."""
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)


def _page(language: str, **said: Any) -> str:
    facts = {"language": language, "is_rtl": translation.get_language_bidi(), **said}
    return render_to_string("shell/plain.html", facts)
