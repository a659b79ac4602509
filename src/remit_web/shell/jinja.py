"""The environment of every page: what a template can call, and what each is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from remit.calculations.notes import sentence
from remit_web.access.readers import Reader
from remit_web.shell import formats
from remit_web.shell.navigation import NAVIGATION

if TYPE_CHECKING:
    from django.http import HttpRequest


def environment(**options: Any) -> Environment:
    """Return the environment. An unknown name in a template is an error, never an empty text."""
    made = Environment(  # noqa: S701 - Django's backend asks for autoescape
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    install: Any = getattr(made, "install_gettext_callables")  # noqa: B009 - the extension adds it
    install(translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext)
    made.globals |= {"static": static, "url": address, "note": sentence}
    made.filters |= {
        "number": formats.number,
        "amount": formats.amount,
        "percent": formats.percent,
        "day": formats.day,
        "period": formats.period,
    }
    return made


def address(name: str, *args: Any, **query: Any) -> str:
    """Return the address of a page; `query` stands behind it, without what is empty."""
    from django.utils.http import urlencode  # noqa: PLC0415 - shadows nothing here

    wanted = {key.rstrip("_"): value for key, value in query.items() if value not in (None, "")}
    return reverse(name, args=args) + (f"?{urlencode(wanted)}" if wanted else "")


def for_every_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page needs."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "reader": Reader.of(request),
        "language": language,
        "languages": settings.LANGUAGES,
        "is_rtl": translation.get_language_bidi(),
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in {"dark", "light"} else "",
        "navigation": NAVIGATION,
        "path": request.path,
        "query": request.GET.get("q", ""),
    }
