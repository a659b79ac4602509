"""YAML and JSON as nested texts that know their place. Nothing is typed, expanded or run.

Every scalar is text (`1.10`, `NO` and `010` stay what they are). YAML is read event by event, so that an
alias, an anchor, a tag or deep nesting is refused before anything is built from it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from remit.exchange.sources import BadSource
from remit.language import N_
from remit.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from remit.exchange.sources import Source

DEPTH = 8
"""The deepest nesting that is read; a plan package needs four."""

NOT_YAML = Kind("not-yaml", N_("This is not YAML: {reason}."), N_("Correct the line, or the one above it."))
NOT_JSON = Kind("not-json", N_("This is not JSON: {reason}."), N_("Correct the line, or the one above it."))
TWICE = Kind("key-twice", N_("“{key}” stands twice in the same place."), N_("Keep one of them."))
NOT_ALLOWED = Kind(
    "yaml-not-allowed",
    N_("YAML anchors, aliases and tags are not read; here is {what}."),
    N_("Write the text out in full where it is needed; put it in quotes if it begins with & * or !."),
)

TOO_DEEP = Kind("too-deep", N_("Nested more than {depth} deep; it was not read."), N_("Check the indentation."))
ONE_DOCUMENT = Kind("one-document", N_("A second document begins here."), N_("Write one document per file."))
NOT_NAMED = Kind(
    "not-named",
    N_("The file does not hold names with values."),
    N_("Begin it with lines such as “name: value”."),
)
BAD_KEY = Kind("bad-key", N_("A name must be a plain text."), N_("Write “name: value”."))
BAD_CHARACTER = Kind(
    "bad-character",
    N_("The text holds half of a character pair (\\u{code})."),
    N_("Write the whole character."),
)
UNKNOWN_KEY = Kind("unknown-key", N_("“{key}” is not known here."), N_("Known here are: {known}."))
NOT_A_TEXT = Kind("not-a-text", N_("{field} must be one text or number."), N_("Write it as “{field}: text”."))


class Map(dict[str, Any]):
    """Names with values: texts, lists and maps. `at` is its line (YAML) or its path (JSON)."""

    at: str = ""
    twice: tuple[str, ...] = ()


def read(source: Source) -> tuple[Map | None, list[Problem]]:
    """Return what a file of names and values holds, or, where it cannot be trusted, every problem."""
    try:
        text = source.text
    except BadSource as bad:
        return None, [bad.problem]
    reader = parse_json if source.bare_name.endswith(".json") else parse_yaml
    tree, problems = reader(text, source.place)
    if not problems and not isinstance(tree, Map):
        problems = [NOT_NAMED.at(source.place)]
    return (tree, []) if isinstance(tree, Map) and not problems else (None, problems)


def unknown_keys(tree: Map, known: Collection[str], place: Place) -> Iterator[Problem]:
    """Yield a problem for every name that has no meaning here."""
    for key in tree:
        if key not in known:
            yield UNKNOWN_KEY.at(place.of(key), key=key, known=", ".join(known))


# YAML


def parse_yaml(text: str, place: Place = Place()) -> tuple[Any, list[Problem]]:  # noqa: B008 - it never changes
    """Return what YAML holds; a tree with problems beside it is not to be trusted."""
    try:
        return _Builder(place).build(yaml.parse(text, yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = place._replace(at=str(mark.line + 1) if mark else "")
        return None, [NOT_YAML.at(at, reason=error.problem)]
    except yaml.YAMLError as error:  # a character that YAML does not allow
        return None, [NOT_YAML.at(place, reason=str(error).splitlines()[0])]


class _Builder:
    """Builds maps, lists and texts from YAML events, and stops at the first thing that may not be there."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self.open: list[Map | list[Any]] = []
        self.keys: list[str | None] = []
        self.root: Any = None
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> tuple[Any, list[Problem]]:
        for event in events:
            if refused := self.refusal(event):
                return None, [*self.problems, refused]
            self.take(event)
        return self.root, self.problems

    def at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return self.place._replace(at=str(mark.line + 1) if mark else "")

    def refusal(self, event: yaml.Event) -> Problem | None:
        """Return why reading stops here."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            return ONE_DOCUMENT.at(self.at(event)) if self.documents > 1 else None
        if isinstance(event, yaml.AliasEvent):
            return NOT_ALLOWED.at(self.at(event), what=f"*{event.anchor}")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            return NOT_ALLOWED.at(self.at(event), what=f"&{event.anchor}")
        if tag := getattr(event, "tag", None):
            return NOT_ALLOWED.at(self.at(event), what=tag)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self.open) == DEPTH:
                return TOO_DEEP.at(self.at(event), depth=DEPTH)
            if self.wants_key():
                return BAD_KEY.at(self.at(event))
        return None

    def wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1], Map) and self.keys[-1] is None

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            new: Map | list[Any] = Map() if isinstance(event, yaml.MappingStartEvent) else []
            if isinstance(new, Map):
                new.at = self.at(event).at
            self.put(new)
            self.open.append(new)
            self.keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        if not self.wants_key():
            self.put(event.value)
            return
        inside = self.open[-1]
        if event.value in inside:
            self.problems.append(TWICE.at(self.at(event), key=event.value))
        self.keys[-1] = event.value

    def put(self, value: Any) -> None:
        if not self.open:
            self.root = value
        elif isinstance(inside := self.open[-1], Map):
            inside[self.keys[-1] or ""] = value
            self.keys[-1] = None
        else:
            inside.append(value)


# JSON


class _NotJson(ValueError):
    pass


def parse_json(text: str, place: Place) -> tuple[Any, list[Problem]]:
    """Return what JSON holds, numbers as they are written."""
    try:
        tree = json.loads(text, object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return None, [NOT_JSON.at(place._replace(at=str(error.lineno)), reason=error.msg)]
    except _NotJson as error:
        return None, [NOT_JSON.at(place, reason=error)]
    except RecursionError:
        return None, [TOO_DEEP.at(place, depth=DEPTH)]
    return tree, list(_placed(tree, "", place, 0))


def _pairs(pairs: list[tuple[str, Any]]) -> Map:
    found = Map(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        found.twice = tuple(name for name in found if names.count(name) > 1)
    return found


def _no_constant(text: str) -> NoReturn:
    raise _NotJson(f"{text} is not a number")


def _placed(value: Any, at: str, place: Place, depth: int) -> Iterator[Problem]:
    """Write its path into every map, and yield what is wrong inside."""
    here = place._replace(at=at)
    if isinstance(value, str):
        yield from _bad_characters(value, here)
    elif isinstance(value, Map | list) and depth == DEPTH:
        yield TOO_DEEP.at(here, depth=DEPTH)
    elif isinstance(value, Map | list):
        if isinstance(value, Map):
            value.at = at
            yield from _bad_keys(value, here)
        for path, inner in _inside(value, at):
            yield from _placed(inner, path, place, depth + 1)


def _bad_keys(tree: Map, here: Place) -> Iterator[Problem]:
    for key in tree.twice:
        yield TWICE.at(here, key=key)
    for key in tree:
        yield from _bad_characters(key, here)


def _inside(value: Map | list[Any], at: str) -> Iterator[tuple[str, Any]]:
    """Yield what a map or list holds, each with its path."""
    if isinstance(value, Map):
        yield from ((f"{at}.{key}" if at else key, inner) for key, inner in value.items())
    else:
        yield from ((f"{at}[{index}]", inner) for index, inner in enumerate(value))


def _bad_characters(text: str, place: Place) -> Iterator[Problem]:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        yield BAD_CHARACTER.at(place, code=f"{ord(text[error.start]):04x}")
