"""The funding of each plan, with all that its pages show and every row that a figure of it was made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.funding import AVAILABLE, funding
from remit.calculations.funding_parts import by_holder, by_period, by_source, quarter_of
from remit.calculations.one_currency import converted
from remit.errors import RemitError
from remit.schema import NEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.calculations.standing import Funding, Standing
    from remit.federation import Federation, Row
    from remit.observations import Audience

USE = "expenditure"


def fundings(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each plan requires, has and has spent; where that cannot be said, what stops it."""
    seen = seen_by(federation, audience)
    known = seen.current()
    money: dict[str, list[Row]] = {}
    for row in known.rows("money"):
        money.setdefault(row["plan"] or "", []).append(row)
    for head in known.rows("plans"):
        plan = head["plan"]
        need = need_of(money.get(plan, []))
        try:
            found = funding(known, plan, need=need, use=USE, on=today)
        except RemitError as refused:
            yield plan, {"need": need, "refused": {"code": type(refused).__name__, "says": str(refused)}}
            continue
        kinds, counted = _kinds(need), {entry.row["id"] for entry in found.money}
        passing = [row for row in money.get(plan, []) if row["stage"] in kinds and row["id"] not in counted]
        amounts, _rates = converted(known, head, passing, found.currency, on=today, series=None)
        between = [{"id": row["id"], "kind": kinds[row["stage"]], "amount": row["amount"]} for row in amounts]
        yield plan, {**_facts(found, need, known.settings.first_month), "between_rows": between}


def need_of(rows: list[Row]) -> str:
    """Return the stage of money that says what a plan needs: the first that it states, requirement before all."""
    stated = {row["stage"] for row in rows}
    return next((stage for stage in NEED if stage in stated), NEED[0])


def _kinds(need: str) -> dict[str, str]:
    """Return the kind of each stage of money that a funding looks at."""
    return {need: "need", USE: "use", **dict.fromkeys(AVAILABLE, "income")}


def _facts(found: Funding, need: str, first_month: int) -> dict[str, Any]:
    return {
        "need": need,
        "currency": found.currency,
        "recorded_at": found.recorded_at,
        "whole": _standing(found.whole),
        "elements": {element: _standing(of.rolled) for element, of in found.elements.items()},
        "lines": [{**line._asdict(), **_standing(standing)} for line, standing in found.lines.items()],
        "holders": {holder: _standing(standing) for holder, standing in by_holder(found).items()},
        "sources": [
            {**source._asdict(), "earmarked": income.earmarked, "unearmarked": income.unearmarked,
             "available": income.available}
            for source, income in by_source(found).items()
        ],
        "periods": by_period(found, first_month),
        "between": dict(found.between),
        "rates": [rate._asdict() for rate in found.rates],
        "rows": [
            {"id": entry.row["id"], "kind": entry.kind, **entry.line._asdict(), "amount": entry.amount,
             "fund": entry.row["fund"] or "", "contribution": entry.row["contribution"] or "",
             "quarter": quarter_of(entry.row["period"], first_month)}
            for entry in found.money
        ],
        "above": {element: list(above) for element, above in found.above.items()},
    }  # fmt: skip


def _standing(standing: Standing) -> dict[str, Any]:
    """Return sums as value, reported, expected."""
    return {**asdict(standing), "available": standing.available}
