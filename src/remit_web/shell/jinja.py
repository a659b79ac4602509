"""The environment of every page: what a template can call, and what each is given."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from remit.calculations.notes import sentence
from remit_web.access.readers import Reader
from remit_web.shell import formats
from remit_web.shell.addresses import page_at
from remit_web.shell.histories import history_of
from remit_web.shell.navigation import NAVIGATION, entry_of
from remit_web.shell.pictures import drawn
from remit_web.shell.theme import theme_of
from remit_web.shell.words import EVERY

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BoundField
    from django.http import HttpRequest


class Federation(NamedTuple):
    """What every page says of the federation: its name, and the day that its figures are of."""

    name: str
    figures_at: date | None


def environment(**options: Any) -> Environment:
    """Return the environment. An unknown name in a template is an error, never an empty text."""
    made = Environment(  # noqa: S701 - Django's backend asks for autoescape
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    install: Any = getattr(made, "install_gettext_callables")  # noqa: B009 - the extension adds it
    install(translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext)
    # Faster than the extension's; a page is given those of its language (`for_every_page`), which are faster still.
    made.globals |= {"_": translated, "ngettext": translated_count}
    made.globals |= {"static": static, "url": address, "note": sentence, "initials": initials, "drawn": drawn}
    made.globals |= {"history_of": history_of, "field_attributes": field_attributes, **EVERY}
    made.filters |= {
        "number": formats.number,
        "amount": formats.amount,
        "percent": formats.percent,
        "day": formats.day,
        "moment": formats.moment,
        "period": formats.period,
    }
    return made


class Texts:
    """The texts of templates in one language: each is looked up once in a process, for tables ask for them in each row."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._found = lru_cache(maxsize=5_000)(self._looked_up)

    def _looked_up(self, text: str, many: str = "", number: int = 1) -> Markup:
        with translation.override(self.language):
            found = translation.ngettext(text, many, number) if many else translation.gettext(text)
            if found in {text, many}:  # not translated: it reads as it is written
                found = formats.from_left(found)
        return Markup(found)  # noqa: S704 - our own messages

    def text(self, text: str, /, **words: Any) -> str:
        """Return a text in the language, with its words filled in and made safe."""
        found = self._found(text)
        return found % words if words else found

    def count(self, one: str, many: str, number: int, /, **words: Any) -> str:
        """Return the same of a text that depends on a number, which is `num` in it unless that is given otherwise."""
        return self._found(one, many, number) % {"num": formats.number(number), **words}


texts_in = cache(Texts)


def translated(text: str, /, **words: Any) -> str:
    """Return a text in the reader's language, where a template is not given `_` for its page."""
    return texts_in(translation.get_language() or "").text(text, **words)


def translated_count(one: str, many: str, number: int, /, **words: Any) -> str:
    """Return the same of a text that depends on a number."""
    return texts_in(translation.get_language() or "").count(one, many, number, **words)


def address(name: str, *args: Any, **query: Any) -> str:
    """Return the address of a page; `query` stands behind it, without what is empty."""
    from django.utils.http import urlencode  # noqa: PLC0415 - shadows nothing here

    wanted = {key.rstrip("_"): value for key, value in query.items() if value not in (None, "")}
    return page_at(name, *args) + (f"?{urlencode(wanted)}" if wanted else "")


def for_every_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page needs."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    texts = texts_in(language)
    return {
        "_": texts.text,
        "ngettext": texts.count,
        "reader": Reader.of(request),
        "language": language,
        "languages": [(code, str(translation.get_language_info(code)["name_local"])) for code, _ in settings.LANGUAGES],
        "is_rtl": translation.get_language_bidi(),
        "theme": theme_of(request),
        "navigation": NAVIGATION,
        "entry_of": entry_of,
        "path": request.path,
        "address_here": request.get_full_path() if request.method == "GET" else "/",
        "federation": SimpleLazyObject(_federation),
        "query": request.GET.get("q", ""),
        "messages": get_messages(request),
    }


def field_attributes(field: BoundField) -> dict[str, str]:
    """Return what the widget of a form's field is given: its look, and where its help and its problems stand."""
    is_choice = hasattr(field.field, "choices")
    said = [f"{field.id_for_label}-help"] if field.help_text else []
    said += [f"{field.id_for_label}-problem"] if field.errors else []
    given = {"class": "form-select" if is_choice else "form-control"}
    if said:
        given["aria-describedby"] = " ".join(said)
    if field.errors:
        given["aria-invalid"] = "true"
    return given


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name.

    >>> initials("Paula van Planning")
    'PP'
    """
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _federation() -> Federation:
    from remit_web.figures.queries import kept_at  # noqa: PLC0415 - an area that comes later
    from remit_web.units.models import FederationSettings  # noqa: PLC0415 - models are ready only when a page is asked for

    name = FederationSettings.objects.values_list("name", flat=True).first()
    kept = kept_at()
    return Federation(name or "", kept[1] if kept else None)
