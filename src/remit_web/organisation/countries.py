"""Countries: what they are called, and what is kept of each."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils import translation

from remit_web.figures.countries import ALL
from remit_web.figures.models import Answer

if TYPE_CHECKING:
    from remit.observations import Audience
    from remit_web.access.readers import Reader

Facts = dict[str, Any]


def country_name(code: str) -> str:
    """Return what a country (ISO 3166-1 alpha-3) is called in the reader's language; its code where CLDR has no name."""
    short = get_global("territory_aliases").get(code, ["XK" if code == "XKX" else ""])[0]
    try:
        territories = Locale.parse(translation.get_language() or "en", sep="-").territories
    except UnknownLocaleError:
        territories = Locale.parse("en").territories
    return str(territories.get(short, code))


def country_list(reader: Reader) -> list[Facts]:
    """Return every country where units live, with the plans in force there, in order of name."""
    kept = Answer.objects.filter(audience=reader.base, kind="country", key=ALL).first()
    found: list[Facts] = kept.facts["countries"] if kept else []
    return sorted(found, key=lambda facts: _in_order(country_name(facts["code"])))


def _in_order(name: str) -> str:
    """Return what a name is sorted by: accents and case set aside."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


def country_facts(code: str, audience: Audience) -> Facts | None:
    """Return what is kept of a country for an audience; None where no unit has lived there."""
    if code == ALL:
        return None
    kept = Answer.objects.filter(audience=audience, kind="country", key=code).first()
    return None if kept is None else kept.facts


def plans_named(facts: Facts) -> set[str]:
    """Return the plans that the facts of a country or of a unit's lines speak of."""
    found = {line["plan"] for line in facts["lines"]} | {one["plan"] for one in facts["refused"]}
    found |= {*facts.get("plans", ()), *facts.get("of_partners", ())}
    found |= {plan for link in facts.get("serves", ()) for plan in (link["plan"], link["to_plan"])}
    counted = [people for of in facts.get("people", {}).values() for people in of]
    return found | {one["plan"] for people in counted for one in people["programmes"] if one["plan"]}


def units_named(facts: Facts) -> set[str]:
    """Return the units that the facts of a country or of a unit's lines speak of."""
    found = {unit for role in ("hosts", "secretariat", "partners") for unit in facts.get(role, ())}
    for line in facts["lines"]:
        found |= {line["holder"], *line["implementers"], *line["counterparts"]}
        found |= {gift["partner"] for gift in line["contributions"]}
    return found - {""}
