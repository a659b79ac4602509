"""What a page holds that a content policy is about: scripts, styles, addresses, and its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

LEADING = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "hx-get", "hx-post"}
"""Attributes that are addresses."""
RUNNING = {"hx-on", "hx-vals", "hx-headers", "hx-vars"}
"""Attributes in which htmx would run what is written there."""
NEVER = {"style", "iframe", "frame", "object", "embed", "applet", "base"}
"""Elements that no page of ours has."""


class Form(NamedTuple):
    """A form: how and where to it is sent, and what it holds by itself."""

    method: str
    action: str
    fields: dict[str, str]


@dataclass
class Page(HTMLParser):
    """A page that was read."""

    text: str
    unsafe: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    scripts: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.unsafe += [f"<{tag}>"] if tag in NEVER else []
        self.unsafe += [f"<{tag} {name}={value!r}>" for name, value in given.items() if _is_unsafe(name, value)]
        self.unsafe += ["<meta http-equiv>"] if tag == "meta" and "http-equiv" in given else []
        if tag == "script":
            self.scripts += 1
            if "src" not in given and given.get("type") != "application/json":
                self.unsafe.append(f"<script> with {given}")
        if tag == "form":
            self.forms.append(Form(given.get("method", "get").lower(), given.get("action", ""), {}))
        if tag in {"input", "button"} and self.forms and given.get("name"):
            self.forms[-1].fields[given["name"]] = given.get("value", "")


def _is_unsafe(name: str, value: str) -> bool:
    if name.startswith(("on", "hx-on")) or name in RUNNING | {"srcdoc"}:
        return True
    start = "".join(value.split()).lower()
    return name in LEADING and (start.startswith(("javascript:", "vbscript:", "data:", "//")) or "js:" in start)
