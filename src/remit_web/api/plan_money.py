"""The money of a plan as the API answers it: where it goes, and what it needs, has, has spent and lacks.

Amounts are decimal texts in the currency that stands beside them, as everywhere; missing is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Field, Schema

from remit import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

Facts = dict[str, Any]
MEASURES = ("required", "available", "earmarked", "unearmarked", "spent", "gap", "beyond")


class Refusal(Schema):
    """What stops a calculation; a refusal is an answer, never a zero."""

    code: str
    says: str


# Where it goes


class AmountShape(Schema):
    """An amount of one stage and currency."""

    stage: str
    currency: str
    amount: str | None = Field(None, description="Exact; null where none is stated.")
    incomplete: bool = Field(description="Whether some amount in it is not stated: then it is at least this.")


class PrintedShape(Schema):
    """A total as the source prints it, beside the computed one."""

    stage: str
    currency: str
    printed: str
    printed_in: int = Field(description="The unit that the source prints it in: 1, 1000, 1000000.")
    computed: str | None = None
    difference: str | None = None
    source: str | None = None


class ServesShape(Schema):
    """How much of a total goes along one way from plan to plan."""

    via: list[str]
    linked: str
    not_linked: str
    made_of: dict[str, str] = Field(description="By element of the plan, what part of its own lines is linked.")


class TotalShape(AmountShape):
    """A total of the plan."""

    between_units: str = Field(description="Passes between units of the plan, and is left out of the amount.")
    stated: list[PrintedShape]
    serves: list[ServesShape]


class PartShape(Schema):
    """A part of an element's money that a link takes to another element, or from one."""

    kind: str
    plan: str
    element: str
    title: str
    share: str | None = Field(None, description="Of 1, as a fraction.")
    via: list[str]
    amounts: list[AmountShape]


class NotLinkedShape(Schema):
    """What goes no further along one way."""

    plan: str
    via: list[str]
    amounts: list[AmountShape]


class LinkedElementShape(Schema):
    """An element along one way: its own money, that with all below it, and where it goes."""

    plan: str
    element: str = Field(description="Empty for the plan itself.")
    parent: str
    code: str
    title: str
    level: str
    is_: str = Field(alias="is")
    via: list[str]
    own: list[AmountShape]
    amounts: list[AmountShape]
    stated: list[PrintedShape]
    to: list[PartShape]
    from_: list[PartShape] = Field(alias="from")
    not_linked: list[NotLinkedShape]
    made_of: dict[str, str] = Field(description="By element of the plan, what part of its own lines is in `amounts`.")


class MendShape(Schema):
    """Something in the plan that should be mended."""

    code: str
    where: str
    says: str
    mend: str
    blocks: bool


class LinkageShape(Schema):
    """Money and percent from outputs to objectives to goals, along every way from plan to plan."""

    plan: str
    refused: Refusal | None = None
    totals: list[TotalShape] = []
    elements: list[LinkedElementShape] = []
    problems: list[MendShape] = []


def linkage_written(plan: str, facts: Facts) -> Facts:
    """Return where the money of a plan goes, from what is kept of it."""
    refused = facts.get("refused")
    return {**facts, "plan": plan, "refused": {"code": "refused", "says": refused} if refused else None}


# What it needs and has


class SumShape(Schema):
    """A sum with how many of its amounts are stated."""

    amount: str | None = Field(None, description="Exact; null where none is stated.")
    reported: int = Field(description="Amounts that are stated, of those expected.")
    expected: int


class StandingShape(Schema):
    """How money stands: of the plan, an element with all below it, a line or a holder."""

    required: SumShape
    available: SumShape
    earmarked: SumShape
    unearmarked: SumShape
    spent: SumShape
    gap: SumShape
    beyond: SumShape
    covered: str = Field(description="What unearmarked money covers of the gap.")
    left: str = Field(description="Unearmarked money that is left.")


class ElementStandingShape(StandingShape):
    """One element with all that stands below it."""

    element: str


class HolderStandingShape(StandingShape):
    """All that one unit keeps; null: not stated who."""

    holder: str | None = None


class LineStandingShape(HolderStandingShape):
    """One line: an element, who keeps it, and the budget's own category."""

    element: str | None = None
    category: str | None = None


class SourceShape(Schema):
    """What is at hand from one fund or contribution."""

    fund: str | None = None
    contribution: str | None = None
    available: SumShape
    earmarked: SumShape
    unearmarked: SumShape


class SpentShape(SumShape):
    """What is spent in one quarter, or in a longer period that is not split."""

    period: str | None = None


class BetweenShape(SumShape):
    """What passes between units of the plan and is left out of every total."""

    kind: str = Field(description="need, income or use.")


class RowShape(Schema):
    """One amount that the sums are made from."""

    id: str
    kind: str = Field(description="need, earmarked, unearmarked or use.")
    element: str | None = None
    holder: str | None = None
    category: str | None = None
    fund: str | None = None
    contribution: str | None = None
    quarter: str | None = None
    amount: str | None = None


class RateShape(Schema):
    """A rate at which amounts were converted."""

    series: str
    currency: str
    base: str
    valid_from: str
    rate: str
    quoted: str


class FundingShape(Schema):
    """What a plan requires, has, has spent and lacks."""

    plan: str
    need: str = Field(description="The stage that says what it needs.")
    refused: Refusal | None = None
    currency: str | None = None
    recorded_at: str | None = None
    whole: StandingShape | None = None
    elements: list[ElementStandingShape] = []
    lines: list[LineStandingShape] = []
    holders: list[HolderStandingShape] = []
    sources: list[SourceShape] = []
    periods: list[SpentShape] = []
    between: list[BetweenShape] = []
    rows: list[RowShape] = []
    rates: list[RateShape] = []


def funding_written(plan: str, facts: Facts) -> Facts:
    """Return the funding of a plan, from what is kept of it."""
    if facts.get("refused"):
        return {"plan": plan, "need": facts["need"], "refused": facts["refused"]}
    return {
        "plan": plan, "need": facts["need"], "currency": facts["currency"], "recorded_at": facts["recorded_at"],
        "whole": _standing(facts["whole"]),
        "elements": [{"element": one, **_standing(of)} for one, of in facts["elements"].items()],
        "lines": [{**_named(line, "element", "holder", "category"), **_standing(line)} for line in facts["lines"]],
        "holders": [{"holder": one or None, **_standing(of)} for one, of in facts["holders"].items()],
        "sources": [
            {**_named(one, "fund", "contribution"), **{name: _sum(one[name]) for name in MEASURES[1:4]}}
            for one in facts["sources"]
        ],
        "periods": [{"period": one or None, **_sum(of)} for one, of in facts["periods"].items()],
        "between": [{"kind": one, **_sum(of)} for one, of in facts["between"].items()],
        "rows": [_row(row) for row in facts["rows"]],
        "rates": facts["rates"],
    }  # fmt: skip


def _standing(of: Mapping[str, Any]) -> Facts:
    sums = {name: _sum(of[name]) for name in MEASURES}
    return {**sums, "covered": exact.text(of["covered"]), "left": exact.text(of["left"])}


def _sum(of: tuple[int | None, int, int]) -> Facts:
    return {"amount": _amount(of[0]), "reported": of[1], "expected": of[2]}


def _row(row: Facts) -> Facts:
    named = _named(row, "element", "holder", "category", "fund", "contribution", "quarter")
    return {"id": row["id"], "kind": row["kind"], **named, "amount": _amount(row["amount"])}


def _amount(ten_thousandths: int | None) -> str | None:
    return None if ten_thousandths is None else exact.text(ten_thousandths)


def _named(row: Mapping[str, Any], *names: str) -> Facts:
    """Return some codes of a row; what is empty is not stated."""
    return {name: row[name] or None for name in names}
