"""What a linkage shows: each element's money, where it comes from and where it goes, in parts that add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from remit import exact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from fractions import Fraction

    from remit.problems import Problem


class Flow(NamedTuple):
    """One exact number from an engine, in ten-thousandths.

    `what`: own (an element's lines), flow (what stands at a node once all money has passed on) or between
    (money between two units that both hold lines, left out of the rest). `stated`: some line states its
    amount; `unstated`: some does not.
    """

    what: str
    node: int
    stage: str
    currency: str
    amount: Fraction
    stated: bool
    unstated: bool

    def plus(self, other: Flow | None) -> Flow:
        if other is None:
            return self
        return self._replace(
            amount=self.amount + other.amount,
            stated=self.stated or other.stated,
            unstated=self.unstated or other.unstated,
        )


class Amount(NamedTuple):
    """Money of one stage in one currency.

    `amount`: ten-thousandths, in whole smallest units of the currency, so that parts add up; None where no
    line states one. `exact`: before that rounding; a display rounds from it. `incomplete`: a line's amount is
    not stated.
    """

    stage: str
    currency: str
    amount: int | None
    exact: Fraction
    incomplete: bool


class Stated(NamedTuple):
    """A total as its source prints it, beside the computed one.

    Both are in the unit that it is printed in (thousands), with as many decimal places. `computed` is None
    where nothing can be computed.
    """

    stage: str
    currency: str
    printed: Decimal
    computed: Decimal | None
    printed_in: int
    source: str

    @property
    def difference(self) -> Decimal | None:
        """Computed less printed."""
        return None if self.computed is None else self.computed - self.printed


class Part(NamedTuple):
    """One link of an element, and the money that takes it; `share` is None for a link that carries none."""

    kind: str
    plan: str
    element: str
    title: str
    share: Fraction | None
    via: tuple[str, ...]
    amounts: tuple[Amount, ...]


class Rest(NamedTuple):
    """What an element does not pass on into a plan, though it stands before it."""

    plan: str
    via: tuple[str, ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class Linked:
    """One element along a path of plans (`via`).

    `own`: its lines and those of the elements below it. `amounts`: what stands at it once money has passed
    along the links; an element below it that has links of its own is not in it again. `not_linked`: what goes
    no further: shares below 100 %, or no link at all. `made_of`: what part of each element's own lines is in `amounts`.
    """

    plan: str
    element: str
    parent: str
    code: str
    title: str
    level: str
    is_: str
    via: tuple[str, ...]
    own: tuple[Amount, ...]
    amounts: tuple[Amount, ...]
    stated: tuple[Stated, ...]
    to: tuple[Part, ...]
    from_: tuple[Part, ...]
    not_linked: tuple[Rest, ...]
    made_of: Mapping[str, Fraction]

    def amount(self, stage: str, currency: str) -> Amount | None:
        """Return what stands at it of one stage and currency."""
        return next((one for one in self.amounts if (one.stage, one.currency) == (stage, currency)), None)


class Served(NamedTuple):
    """How much of a plan's money reaches what it serves along one path of plans, and how much does not.

    `made_of`: what part of each element's own lines is linked.
    """

    via: tuple[str, ...]
    linked: int
    not_linked: int
    made_of: Mapping[str, Fraction]


@dataclass(frozen=True)
class Total:
    """All of a plan's money of one stage and currency.

    `between_units` is left out of it: money between two units of the plan is counted where it is kept.
    """

    amount: Amount
    between_units: int
    stated: tuple[Stated, ...]
    serves: tuple[Served, ...]


@dataclass(frozen=True)
class Linkage:
    """The money of a plan, from its elements to what they serve."""

    plan: str
    totals: tuple[Total, ...]
    elements: tuple[Linked, ...]
    problems: tuple[Problem, ...]

    def element(self, element: str, plan: str | None = None) -> Linked:
        """Return one element; of the plan itself where no other is named."""
        wanted = (plan or self.plan, element)
        return next(one for one in self.elements if (one.plan, one.element) == wanted)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data; amounts are texts, exact."""
        return {
            "plan": self.plan,
            "totals": [_total(total) for total in self.totals],
            "elements": [_element(element) for element in self.elements],
            "problems": [
                {
                    "code": one.code,
                    "where": str(one.where),
                    "says": one.says,
                    "mend": one.mend,
                    "blocks": one.blocks,
                }
                for one in self.problems
            ],
        }


def _total(total: Total) -> dict[str, Any]:
    return {
        **_amount(total.amount),
        "between_units": exact.text(total.between_units),
        "stated": [_stated(one) for one in total.stated],
        "serves": [
            {
                "via": list(one.via),
                "linked": exact.text(one.linked),
                "not_linked": exact.text(one.not_linked),
                "made_of": _shares(one.made_of),
            }
            for one in total.serves
        ],
    }


def _element(one: Linked) -> dict[str, Any]:
    return {
        "plan": one.plan,
        "element": one.element,
        "parent": one.parent,
        "code": one.code,
        "title": one.title,
        "level": one.level,
        "is": one.is_,
        "via": list(one.via),
        "own": _amounts(one.own),
        "amounts": _amounts(one.amounts),
        "stated": [_stated(stated) for stated in one.stated],
        "to": [_part(part) for part in one.to],
        "from": [_part(part) for part in one.from_],
        "not_linked": [
            {"plan": rest.plan, "via": list(rest.via), "amounts": _amounts(rest.amounts)} for rest in one.not_linked
        ],
        "made_of": _shares(one.made_of),
    }


def _shares(made_of: Mapping[str, Fraction]) -> dict[str, str]:
    return {element: str(share) for element, share in made_of.items()}


def _part(part: Part) -> dict[str, Any]:
    share = None if part.share is None else str(part.share)
    return {**part._asdict(), "share": share, "via": list(part.via), "amounts": _amounts(part.amounts)}


def _amounts(amounts: tuple[Amount, ...]) -> list[dict[str, Any]]:
    return [_amount(amount) for amount in amounts]


def _amount(one: Amount) -> dict[str, Any]:
    amount = None if one.amount is None else exact.text(one.amount)
    return {"stage": one.stage, "currency": one.currency, "amount": amount, "incomplete": one.incomplete}


def _stated(one: Stated) -> dict[str, Any]:
    texts = {"printed": one.printed, "computed": one.computed, "difference": one.difference}
    shown = {name: None if number is None else f"{number:f}" for name, number in texts.items()}
    return {
        "stage": one.stage,
        "currency": one.currency,
        **shown,
        "printed_in": one.printed_in,
        "source": one.source,
    }
