"""How finely values are written beside the part of a way that they make: so finely that a reader can reckon it after."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from remit_web.figures.queries import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.indicators.queries import Measured


def finely(known: Mapping[str, Measured], ways: Iterable[Mapping[str, Any]]) -> dict[str, Measured]:
    """Return indicators, each written as finely as the ways that go by it. `ways`: kept results (their aim, what was reached)."""
    found = dict(known)
    for way in ways:
        aim, reached = way["aim"] or {}, way["reached"] or {}
        if aim.get("indicator") in found and reached.get("share") is not None and reached.get("start") is not None:
            one = found[aim["indicator"]]
            values = (Decimal(text) for text in (reached["start"], aim["target"], reached["value"]))
            found[aim["indicator"]] = replace(one, form=fine_form(one.form, *values))
    return found


def fine_form(form: Form, start: Decimal, target: Decimal, actual: Decimal) -> Form:
    """Return a form in which a hundredth of a way can be read, where the values would be rounded by more.

    >>> fine_form(Form(0, True), Decimal("0.8"), Decimal("0.82"), Decimal("0.8044"))
    Form(decimals=2, is_percent=True)
    """
    times = 100 if form.is_percent else 1
    usual = form.decimals if form.decimals is not None else int(not form.is_percent)
    needed = -(abs(target - start) * times / 100).adjusted()
    given = [value * times for value in (start, target, actual)]
    is_whole = all(value == round(value, usual) for value in given)
    return form if is_whole or needed <= usual else Form(needed, form.is_percent)
