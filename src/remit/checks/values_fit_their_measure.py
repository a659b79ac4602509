"""A value is what its indicator measures, and its status says whether there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.exact import SCALE
from remit.language import N_
from remit.observations import WITH_VALUE
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

NEGATIVE_COUNT = Kind(
    "negative-count",
    N_("{indicator} counts something, and {value} is below 0."),
    N_("Write 0 or more; for no value leave the cell empty, with the status “missing”."),
)
NEGATIVE_DENOMINATOR = Kind(
    "negative-denominator",
    N_("The denominator {denominator} is below 0."),
    N_("Write 0 or more, or leave it empty."),
)
NOT_YES_OR_NO = Kind(
    "not-yes-or-no",
    N_("{indicator} is yes or no, and cannot be {value}."),
    N_("Write 1 for yes and 0 for no."),
)
VALUE_BESIDE_STATUS = Kind(
    "value-beside-status",
    N_("There is the value {value}, and the status says “{status}”."),
    N_("Leave the value empty, or change the status."),
)
NO_VALUE = Kind(
    "reported-without-value",
    N_("The status says “{status}”, but there is no value."),
    N_("Write the value, or the status “missing”, “not collected” or “not applicable”."),
)
NO_DENOMINATOR = Kind(
    "no-denominator",
    N_("{value} is the numerator of a ratio whose denominator is not stated; it enters no total."),
    N_("Add the denominator if it is known."),
    blocks=False,
)
BEYOND_DENOMINATOR = Kind(
    "beyond-denominator",
    N_("The numerator {value} is larger than the denominator {denominator}."),
    N_("Check that the two were not exchanged; it was taken as it is."),
    blocks=False,
)
NO_METHOD = Kind(
    "no-method",
    N_("The value is {status}, and it is not said how it was made."),
    N_("Say how in “method”."),
    blocks=False,
)


def check(facts: Facts) -> Iterator[Problem]:
    for table, with_value in (("observations", WITH_VALUE), ("targets", ("stated", "revised"))):
        yield from _numbers(facts, table)
        yield from _statuses(facts, table, with_value)


def _numbers(facts: Facts, table: str) -> Iterator[Problem]:
    value, denominator = facts.column(table, "value"), facts.column(table, "denominator")
    measure = facts.looked_up(table, "indicator", "indicators", "measure")
    elsewhere = facts.looked_up(table, "indicator", "indicators", "denominator")
    negative = pc.and_(pc.equal(measure, "count"), pc.less(value, 0))
    yield from facts.listed(NEGATIVE_COUNT, table, negative, "value")
    yield from facts.listed(NEGATIVE_DENOMINATOR, table, pc.less(denominator, 0), "denominator")
    neither = pc.and_(pc.equal(measure, "yes/no"), pc.invert(_is_in(value, (0, SCALE))))
    yield from facts.listed(NOT_YES_OR_NO, table, pc.and_(neither, pc.is_valid(value)), "value")
    ratio = pc.equal(measure, "ratio")
    alone = pc.and_(pc.is_valid(value), pc.and_(pc.is_null(denominator), pc.is_null(elsewhere)))
    yield from facts.listed(NO_DENOMINATOR, table, pc.and_(ratio, alone), "denominator")
    yield from facts.listed(BEYOND_DENOMINATOR, table, pc.and_(ratio, pc.greater(value, denominator)), "value")


def _statuses(facts: Facts, table: str, with_value: tuple[str, ...]) -> Iterator[Problem]:
    has, status = pc.is_valid(facts.column(table, "value")), facts.column(table, "status")
    says = _is_in(status, with_value)
    yield from facts.listed(VALUE_BESIDE_STATUS, table, pc.and_(has, pc.invert(says)), "value")
    if table == "observations":
        measure = facts.looked_up(table, "indicator", "indicators", "measure")
        counted = pc.invert(_is_in(measure, ("text", "milestone")))
        yield from facts.listed(NO_VALUE, table, pc.and_(pc.and_(says, counted), pc.invert(has)), "value")
        made = _is_in(status, ("imputed", "estimated"))
        yield from facts.listed(NO_METHOD, table, pc.and_(made, pc.is_null(facts.column(table, "method"))), "method")


def _is_in(values: Any, choices: tuple[Any, ...]) -> Any:
    return pc.is_in(values, value_set=pa.array(choices, values.type))
