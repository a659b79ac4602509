"""The page of the Python package: every public name, as its docstring tells it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from docs.pages import markdown

import remit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORT = 60
"""How long a line of parameters, or a default, may be."""

_INTRO = """
`import remit` reaches for no network, no web framework and no database server. Figures come from
functions that take a `Federation` and return values; nothing is changed in place.
"""


def page() -> str:
    """Return every public name under its heading."""
    example = markdown.prose(markdown.said(remit).partition("Each name")[0])
    parts = [part for name in remit.__all__ for part in _parts(name)]
    return markdown.page("The Python package", _INTRO.strip(), example, *parts)


def _parts(name: str) -> list[str]:
    value = getattr(remit, name)
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        keys = ", ".join(f"`{key}`" for key in value)
        return [f"## {name}", f"The [formats](formats.md) by their keys: {keys}."]
    parts = [f"## {name}", f"From `{value.__module__}`."]
    if inspect.isfunction(value):
        parts.append(markdown.fenced("python", f"{name}{_signature(value)}"))
    parts.append(markdown.prose(markdown.said(value)))
    rows = list(_methods(value)) if inspect.isclass(value) else []
    return [*parts, markdown.table(("name", "meaning"), rows)] if rows else parts


def _methods(value: type) -> Iterator[tuple[str, str]]:
    """Yield the public methods and properties of a class that say what they do."""
    for name, member in vars(value).items():
        inner = getattr(member, "func", getattr(member, "__func__", member))  # a cached property, a static method
        told = markdown.said(inner).partition("\n\n")[0]
        if not name.startswith("_") and told and (inspect.isfunction(inner) or isinstance(member, property)):
            yield f"`{name}`", told


def _signature(function: Callable[..., object]) -> str:
    """Return a function's signature as it is written, one parameter on a line where there are many."""
    signature = inspect.signature(function)
    parts, starred = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        parts.append(f"{parameter.name}: {parameter.annotation}{default}")
    line = ", ".join(parts)
    inside = line if len(line) < SHORT else "".join(f"\n    {part}," for part in parts) + "\n"
    return f"({inside}) -> {signature.return_annotation}"


def _default(value: object) -> str:
    text = repr(value)
    return text if len(text) < SHORT else "..."
