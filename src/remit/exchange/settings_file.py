"""`federation.yaml`: what holds for a whole federation."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from remit.exchange import nested
from remit.federation import Settings
from remit.language import N_
from remit.plans.writing import yaml_map
from remit.problems import Kind
from remit.schema import BadValue, Column, Type

if TYPE_CHECKING:
    from remit.exchange.sources import Source
    from remit.problems import Problem

NAME = "federation.yaml"
BAD_TIME_ZONE = Kind(
    "bad-time-zone", N_("“{value}” is not a time zone."), N_("Write it as Europe/Zurich or UTC (IANA names).")
)
BAD_MONTH = Kind("bad-month", N_("“{value}” is not the number of a month."), N_("Write 1 to 12."))

COLUMNS = {
    column.name: column
    for column in (
        Column("name", Type.TEXT, "The federation's name."),
        Column("languages", Type.CODES, "Its languages (BCP 47), the first one first: in which names are shown."),
        Column("time_zone", Type.TEXT, "Where its days end (an IANA name, as in Europe/Zurich)."),
        Column(
            "currency",
            Type.CURRENCY,
            "In which money is shown where a plan's own does not say; XXX: none stated.",
        ),
        Column("first_month", Type.WHOLE, "The month in which its years begin, 1 to 12."),
        Column("tree", Type.CODE, "The tree of units along which figures add up, unless another is asked for."),
    )
}
"""What the file may say."""
_SEVERAL = {"languages"}
_MONTHS = range(1, 13)


def read_settings(source: Source) -> tuple[Settings, list[Problem]]:
    """Return the settings, with every problem; what is not written is as where nothing is stated."""
    tree, problems = nested.read(source)
    if tree is None:
        return Settings(), problems
    known = [field.name for field in fields(Settings)]
    problems += nested.unknown_keys(tree, known, source.place)
    found = {}
    for name in (name for name in known if name in tree):
        value, problem = _value(name, tree[name], source)
        if problem:
            problems.append(problem)
        elif value is not None:
            found[name] = value
    return Settings(**found), problems


def settings_text(settings: Settings) -> str:
    """Return the settings as the file has them."""
    texts = {}
    for field in fields(Settings):
        value = getattr(settings, field.name)
        texts[field.name] = " ".join(value) if field.name in _SEVERAL else str(value)
    return yaml_map({name: text for name, text in texts.items() if text})


def _value(name: str, written: Any, source: Source) -> tuple[Any, Problem | None]:
    place = source.place.of(name)
    text = " ".join(map(str, written)) if isinstance(written, list) and name in _SEVERAL else written
    if not isinstance(text, str):
        return None, nested.NOT_A_TEXT.at(place, field=name)
    try:
        value = COLUMNS[name].parse(text)
    except BadValue as bad:
        return None, bad.kind.at(place, **bad.facts)
    if value is None:
        return None, None
    if name == "first_month" and value not in _MONTHS:
        return None, BAD_MONTH.at(place, value=value)
    if name == "time_zone" and not _is_time_zone(value):
        return None, BAD_TIME_ZONE.at(place, value=value)
    return tuple(value.split()) if name in _SEVERAL else value, None


@cache
def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # unknown, or a path
        return False
    except KeyError:
        return False
    return True
