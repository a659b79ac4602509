"""Search: units, plans, elements and indicators by name in any language, or by code; only what the reader may see.

Names are compared without regard to case and accents: *economie* finds *économie*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Value
from django.db.models.functions import Left, StrIndex
from django.urls import reverse
from django.utils.translation import gettext_lazy

from remit_web.indicators.models import Indicator
from remit_web.organisation.models import Text, Unit
from remit_web.organisation.queries import names_of
from remit_web.overview.folding import Folded, folded
from remit_web.plans.models import Element, Plan
from remit_web.plans.seen import visible
from remit_web.shell.formats import apart
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from remit_web.access.readers import Reader
    from remit_web.organisation.queries import Names
    from remit_web.units.row import Row

FEW = 8
MOST = 2_000
"""So many are found of each kind at most."""
SHORTEST = 2

KINDS: dict[str, str | Promise] = {
    "units": gettext_lazy("Units"),
    "plans": gettext_lazy("Plans"),
    "elements": gettext_lazy("Lines of plans"),
    "indicators": gettext_lazy("Indicators"),
}
_FIELD = {"units": "name", "plans": "title", "elements": "title", "indicators": "name"}


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    name: str
    beside: str
    """Its code; of an element, after the plan that it stands in, for several there may have one name."""
    to: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind: the keys of all, best first."""

    kind: str
    keys: Sequence[str]

    @property
    def title(self) -> str:
        return str(KINDS[self.kind])

    @property
    def count(self) -> int:
        return len(self.keys)

    def hits(self, first: int = 0, last: int = FEW) -> list[Hit]:
        """Return some of them, with names: two queries at most."""
        keys = self.keys[first:last]
        names = names_of(self.kind, keys, _FIELD[self.kind])
        if self.kind != "elements":
            route = self.kind.removesuffix("s")
            return [Hit(names[key], key, reverse(route, args=[key])) for key in keys]
        plans = names_of("plans", [_plan(key) for key in keys], "title")
        return [Hit(names[key], _placed(key, plans), reverse("element", args=key.split("/", 1))) for key in keys]


def find(reader: Reader, words: str, kinds: Iterable[str] = tuple(KINDS)) -> list[Found]:
    """Return what the words find, by kind: a constant number of queries."""
    words = " ".join(words.split())
    if len(words) < SHORTEST:
        return []
    seen = visible(reader).values("plan")
    found = []
    for kind in kinds:
        keys = _keys(kind, words, seen)
        if keys:
            found.append(Found(kind, keys))
    return found


def _plan(key: str) -> str:
    return key.partition("/")[0]


def _placed(key: str, plans: Names) -> str:
    plan, _slash, element = key.partition("/")
    return f"{apart(plans[plan])} \u00b7 {apart(element)}"


def _keys(kind: str, words: str, seen: QuerySet[Any]) -> list[str]:
    """Return the keys of what words find: by its code first, then by a name that begins with them, then by any.

    `seen`: the plans that the reader may see; what is hidden is left out before the most are taken, and crowds nothing out.
    """
    rank: dict[str, tuple[int, str]] = {}
    named = latest(_texts(kind, seen)).alias(plain=Folded("text"))
    plain = folded(words) or ""
    for key, text in named.filter(plain__contains=plain).order_by("key", "text").values_list("key", "text")[:MOST]:
        here = (1 if (folded(text) or "").startswith(plain) else 2, text)
        rank[key] = min(rank.get(key, here), here)
    for key, code in _by_code(kind, words, seen):
        rank[key] = (0 if code.casefold() == words.casefold() else 1, code)
    return sorted(rank, key=lambda key: (*rank[key], key))


def _texts(kind: str, seen: QuerySet[Any]) -> QuerySet[Text]:
    texts: QuerySet[Any] = Text._default_manager.filter(of=kind, field=_FIELD[kind])
    if kind == "plans":
        return texts.filter(key__in=seen)
    if kind == "elements":
        texts = texts.alias(plan=Left("key", StrIndex("key", Value("/")) - 1)).filter(plan__in=seen)
    return texts


def _by_code(kind: str, words: str, seen: QuerySet[Any]) -> Iterable[tuple[str, str]]:
    if kind == "elements":
        lines = latest(Element._default_manager.filter(Q(code__iexact=words) | Q(element__iexact=words), plan__in=seen))
        found = lines.order_by("plan", "element").values_list("plan", "element", "code")
        return [(f"{plan}/{one}", code or one) for plan, one, code in found[:MOST]]
    models: dict[str, type[Row]] = {"units": Unit, "plans": Plan, "indicators": Indicator}
    code = kind.removesuffix("s")
    rows: QuerySet[Any] = models[kind]._default_manager.filter(**{f"{code}__icontains": words})
    if kind == "plans":
        rows = rows.filter(plan__in=seen)
    return [(one, one) for one in rows.order_by(code).values_list(code, flat=True).distinct()[:MOST]]
