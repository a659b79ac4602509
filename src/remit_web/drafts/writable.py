"""What can be written in a plan: its elements, chapters and lines of money, each with its own unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from remit.problems import Place
from remit.schema import TABLES, BadValue
from remit_web.access.rights import May
from remit_web.budgets.models import Money
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Plan, Section
from remit_web.shell.formats import period
from remit_web.shell.words import STAGES
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from remit.schema import Column
    from remit_web.plans.queries import Head


class Field(NamedTuple):
    """A field that can be written; `in_texts`: it stands in the table of texts, in the plan's language."""

    name: str
    title: str | Promise
    is_long: bool = False
    in_texts: bool = False


FIELDS: dict[str, tuple[Field, ...]] = {
    "elements": (
        Field("title", _("Title"), in_texts=True),
        Field("description", _("Description"), is_long=True, in_texts=True),
        Field("from", _("First day")),
        Field("to", _("Last day")),
    ),
    "sections": (Field("title", _("Title")), Field("text", _("Text"), is_long=True)),
    "money": (Field("amount", _("Amount")), Field("reference", _("Reference"))),
}
"""What can be written of each kind of line."""
NEEDS = {"elements": May.WRITE_PLAN, "sections": May.WRITE_PLAN, "money": May.WRITE_BUDGET}
"""The right that writing it takes, on the line's own unit."""


@dataclass(frozen=True)
class Writable:
    """An element, chapter or line of money: whose it is, what it is called, and what its fields hold."""

    of: str
    key: str
    unit: str
    title: str
    beside: str
    fields: Mapping[str, str]

    @property
    def right(self) -> May:
        return NEEDS[self.of]


def column_of(of: str, field: str) -> Column:
    """Return the column that a field is kept in; of a text, the column that holds it."""
    table = TABLES[of]
    return table.by_name[field] if field in table.by_name else TABLES["texts"].by_name["text"]


def problem_with(of: str, field: str, text: str, before: str) -> str:
    """Return what is wrong with a text as the value of a field, and how to mend it; empty where nothing is."""
    column = column_of(of, field)
    if not text.strip():
        return str(_("Write something here.")) if column.required and (before or field == "title") else ""
    if text.lstrip().startswith("="):
        return str(_("It begins like a formula, which a spreadsheet would run. Begin with another sign."))
    try:
        column.parse(text)
    except BadValue as bad:
        problem = bad.kind.at(Place(), **bad.facts)
        return f"{problem.says} {problem.mend}"
    return ""


def all_in(head: Head) -> list[Writable]:
    """Return all that can be written in a plan, in its order: a constant number of queries."""
    return [*_elements(head), *_sections(head), *_money(head)]


def one_in(head: Head, of: str, key: str) -> Writable | None:
    """Return one of them; None where there is none."""
    return next((one for one in all_in(head) if (one.of, one.key) == (of, key)), None)


def _elements(head: Head) -> list[Writable]:
    rows = {row["element"]: row for row in latest(Element.objects.filter(plan=head.code)).order_by("number").values()}
    keys = [f"{head.code}/{code}" for code in rows]
    texts = {field: names_of("elements", keys, field) for field in ("title", "description")}

    def unit_of(code: str | None) -> str:
        row = rows.get(code or "")
        return head.unit if row is None else str(row.get("unit") or unit_of(row["parent"]))

    columns = TABLES["elements"].by_name
    return [
        Writable(
            "elements", code, unit_of(code), texts["title"].get(f"{head.code}/{code}", code),
            head.levels.get(row["level"], (row["level"], ""))[0],
            {
                **{field: found.get(f"{head.code}/{code}", "") for field, found in texts.items()},
                **{name: columns[name].write(row[name]) for name in ("from", "to")},
            },
        )
        for code, row in sorted(rows.items(), key=lambda item: (item[1]["code"] or "", item[1]["order"] or 0, item[0]))
    ]  # fmt: skip


def _sections(head: Head) -> list[Writable]:
    rows = latest(Section.objects.filter(plan=head.code)).order_by("order", "section").values()
    return [
        Writable("sections", row["section"], str(row.get("unit") or head.unit), row["title"], str(_("Chapter")),
                 {"title": row["title"], "text": row["text"] or ""})
        for row in rows
    ]  # fmt: skip


def _money(head: Head) -> list[Writable]:
    rows = list(
        latest(Money.objects.filter(plan=head.code)).order_by("element", "holder", "stage", "period", "id").values()
    )
    titles = names_of("elements", {f"{head.code}/{row['element']}" for row in rows}, "title")
    amount = TABLES["money"].by_name["amount"]
    return [
        Writable(
            "money", row["id"], row["holder"] or head.unit,
            titles.get(f"{head.code}/{row['element']}", row["element"] or str(_("the plan as a whole"))),
            _said(row),
            {"amount": amount.write(row["amount"]), "reference": row["reference"] or ""},
        )
        for row in rows
    ]  # fmt: skip


def _said(row: Mapping[str, Any]) -> str:
    """Return what a line of money is, beside its element."""
    of = row["period"] and period(row["period"])
    return ", ".join(str(part) for part in (STAGES[row["stage"]], of, row["category"], row["currency"]) if part)


def language_of(head: Head) -> str:
    """Return the language in which a plan's texts are written."""
    return latest(Plan.objects.filter(plan=head.code)).values_list("language", flat=True).first() or "en"
