"""What needs attention, said with names: each thing in two lines, with the page that it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.calculations.states import Reason
from remit_web.organisation.queries import Names, names_of
from remit_web.shell.formats import NOTHING, day, number, percent, period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise

    from remit_web.indicators.queries import Measured

FIRST = 3
"""So many of each kind are shown before all of them are asked for."""

TITLES: dict[str, str | Promise] = {
    "behind": gettext_lazy("Behind"),
    "at-risk": gettext_lazy("At risk"),
    "over-and-under": gettext_lazy("Too much money beside too little"),
    "cannot-be-added": gettext_lazy("Money that cannot be added"),
    "no-baseline": gettext_lazy("Targets without a baseline"),
    "baseline-late": gettext_lazy("Baselines that are late"),
    "late": gettext_lazy("Late to report"),
    "late-in-sight": gettext_lazy("Late to report, of what you may see"),
    "restated": gettext_lazy("Values that were restated"),
    "revised-target": gettext_lazy("Targets that were changed"),
}
LATE: dict[str, str | Promise] = {
    "late": gettext_lazy("Nothing for {period}, which was due on {day}."),
    "late-in-sight": gettext_lazy("Nothing that you may see for {period}, which was due on {day}."),
}


@dataclass(frozen=True)
class Item:
    """One thing: what it is about, what is to be said, and where it opens."""

    about: str
    says: str
    to: str


@dataclass(frozen=True)
class Group:
    """All things of one kind; `count` may be more than are listed."""

    code: str
    title: str
    count: int
    items: list[Item]


def listed(facts: Mapping[str, Any] | None, whole: str = "") -> list[dict[str, Any]]:
    """Return what needs attention as it is kept: a few of each kind, and all of the kind that is asked for."""
    kept = facts["groups"] if facts else []
    return [{**group, "items": group["items"] if group["code"] == whole else group["items"][:FIRST]} for group in kept]


def indicators_of(cut: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the indicators that some groups speak of."""
    return {item["facts"]["indicator"] for group in cut for item in group["items"] if item["facts"].get("indicator")}


def groups(cut: Sequence[Mapping[str, Any]], known: Mapping[str, Measured]) -> list[Group]:
    """Return what is listed, said with names."""
    words = _Words.of([item["facts"] for group in cut for item in group["items"]], known)
    return [
        Group(group["code"], str(TITLES.get(group["code"], group["code"])), group["count"], words.items(group))
        for group in cut
    ]


@dataclass(frozen=True)
class _Words:
    """The names of what some facts speak of."""

    plans: Names
    elements: Names
    units: Names
    indicators: Mapping[str, Measured]

    @staticmethod
    def of(facts: Sequence[Mapping[str, str]], known: Mapping[str, Measured]) -> _Words:
        def all_of(*names: str) -> list[str]:
            return [one[name] for one in facts for name in names if one.get(name)]

        elements = [f"{one['plan']}/{one['element']}" for one in facts if one.get("element")]
        return _Words(
            names_of("plans", all_of("plan"), "title"),
            names_of("elements", elements, "title"),
            names_of("units", all_of("unit", "holder", "other")),
            known,
        )

    def items(self, group: Mapping[str, Any]) -> list[Item]:
        return [Item(self._about(item["facts"]), self._says(group["code"], item), _to(item)) for item in group["items"]]

    def _about(self, facts: Mapping[str, str]) -> str:
        if facts.get("element"):
            name = f"{facts['plan']}/{facts['element']}"
            return self.elements[name] if name in self.elements else f"{facts['plan']} {facts['element']}"
        return self.plans[facts["plan"]] if facts.get("plan") else self.units[facts["unit"]]

    def _indicator(self, facts: Mapping[str, str]) -> str:
        code = facts["indicator"]
        return self.indicators[code].name if code in self.indicators else code

    def _value(self, facts: Mapping[str, str], name: str) -> str:
        text = facts[name]
        if not text or "/" in text:
            return text or NOTHING
        known = self.indicators.get(facts["indicator"])
        return percent(text, known.form.decimals or 0) if known and known.form.is_percent else number(text)

    def _says(self, code: str, item: Mapping[str, Any]) -> str:
        facts = item["facts"]
        plan = self.plans[facts["plan"]] if "plan" in facts else ""
        indicator = self._indicator(facts) if "indicator" in facts else ""
        if item["state"]:
            reason = item["state"]["reason"]
            return f"{plan} \u00b7 {indicator}: {Reason(reason['code'], reason['facts']).says}"
        if code == "over-and-under":
            return _("{holder} has {beyond} {currency} more than it requires; {other} lacks {gap} {currency}.").format(
                holder=self.units[facts["holder"]], other=self.units[facts["other"]], currency=facts["currency"],
                beyond=number(facts["beyond"]), gap=number(facts["gap"]),
            )  # fmt: skip
        if code in LATE:
            return str(LATE[code]).format(period=period(facts["period"]), day=day(date.fromisoformat(facts["day"])))
        if code in {"restated", "revised-target"}:
            return self._changed(code, facts, indicator, plan)
        if code == "baseline-late":
            at = day(date.fromisoformat(facts["day"]))
            return f"{plan} \u00b7 {indicator}: " + _("was to be established by {day}.").format(day=at)
        return facts.get("why") or f"{plan} \u00b7 {indicator}"

    def _changed(self, code: str, facts: Mapping[str, str], indicator: str, plan: str) -> str:
        change = _("{after} instead of {before}").format(
            before=self._value(facts, "before"), after=self._value(facts, "after")
        )
        said = f"{indicator}, {period(facts['period'])}: {change}."
        said = f"{plan} \u00b7 {said}" if code == "revised-target" else said
        return f"{said} {facts['reason']}".rstrip()


def _to(item: Mapping[str, Any]) -> str:
    facts, table = item["facts"], item["table"]
    if table == "observations":
        return reverse("figure", args=[facts["indicator"], facts["unit"], facts["period"]])
    if table == "units":
        return reverse("unit", args=[facts["unit"]])
    if facts.get("element"):
        return reverse("element", args=[facts["plan"], facts["element"]])
    return reverse("plan-money" if table == "plans" else "plan", args=[facts["plan"]])
