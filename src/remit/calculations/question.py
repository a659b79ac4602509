"""What is asked of a roll-up, worked out once for every engine: indicators, columns, periods, cells, units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import WrongUse
from remit.indicators import RESIDUAL, Indicator, indicators_of
from remit.language import gettext
from remit.observations import SEES, Audience
from remit.periods import DAY, Grain, Period
from remit.units import Tree, Trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from remit.federation import Federation

GRAINS: tuple[Grain, ...] = ("year", "quarter", "month")


def axes_of(cell: str) -> dict[str, str]:
    """Return a cell's category by axis; nothing for the total.

    >>> axes_of("age=5-17;sex=female")
    {'age': '5-17', 'sex': 'female'}
    """
    return dict(pair.split("=", 1) for pair in cell.split(";")) if cell else {}


def cell_of(categories: dict[str, str]) -> str:
    """Return the cell of some categories, axes in order of name."""
    return ";".join(f"{axis}={categories[axis]}" for axis in sorted(categories))


@dataclass(frozen=True)
class Bucket:
    """A period that figures are made for. `own`: a longer period that some value has, which is never split."""

    period: Period
    own: bool = False


@dataclass(frozen=True)
class Question:
    """A roll-up, asked of a federation as it was known at a moment."""

    federation: Federation
    indicators: tuple[str, ...]
    by: tuple[str, ...]
    unit: str | None
    tree: str
    tree_on: date | None
    as_of: datetime | None
    imputed: bool
    audience: Audience
    within: Period | None = None
    more_grains: tuple[Grain, ...] = ()
    """Further grains in the same period column (a year's figures and its quarters' together)."""
    left_out: frozenset[str] = frozenset()
    """The indicators of which the audience may not see every value."""
    with_missing: bool = True
    """Whether units of which nothing is known get a row that says so."""
    units: frozenset[str] | None = None
    """The units that become rows of the column `unit`; None: all of them."""
    later: frozenset[str] = frozenset()
    """The indicators that are known now, so that one that was not known then can be told."""

    @cached_property
    def rules(self) -> dict[str, Indicator]:
        """The indicators asked for, and those that they are made from."""
        known, found, wanted = indicators_of(self.federation), {}, list(self.indicators)
        while wanted:
            code = wanted.pop()
            if code in found:
                continue
            if code not in known:
                raise WrongUse(self._unknown(code))
            found[code] = known[code]
            wanted += known[code].needs
        return found

    def _unknown(self, code: str) -> str:
        """Return what is said of an indicator that was not known at the moment asked for."""
        if code in self.later and self.as_of is not None:
            moment = self.as_of.isoformat(timespec="seconds")
            return gettext("The indicator {code} was not recorded by {moment}.").format(code=code, moment=moment)
        near = get_close_matches(code, self.later or indicators_of(self.federation), n=3)
        near += [known for known in self.later if known.lower() == code.lower() and known not in near]
        if not near:
            return gettext("There is no indicator {code}.").format(code=code)
        return gettext("There is no indicator {code}. Perhaps {codes}?").format(code=code, codes=", ".join(near))

    @property
    def grain(self) -> Grain | None:
        return next((key for key in GRAINS if key in self.by), None)

    @property
    def grains(self) -> tuple[Grain, ...]:
        return (*((self.grain,) if self.grain else ()), *self.more_grains)

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The axes among the columns, in order of name."""
        return tuple(sorted(key for key in self.by if key in self._known_axes and key not in self.kinds))

    @cached_property
    def _known_axes(self) -> set[str]:
        known = {row["axis"] for row in self.federation.rows("indicator_axes")}
        known |= {row["axis"] for row in self.federation.rows("categories")}
        known |= {axis for cell in self.cells_in_use for axis in axes_of(cell)}
        return known

    @property
    def by_cell(self) -> bool:
        return "cell" in self.by

    @cached_property
    def kinds(self) -> frozenset[str]:
        return self.trees.kinds_in_tree

    @cached_property
    def unit_keys(self) -> tuple[str, ...]:
        """The columns that are units: kinds of unit, or `unit` for all of them."""
        return tuple(key for key in self.by if key == "unit" or key in self.kinds)

    @cached_property
    def trees(self) -> Trees:
        return Trees.of(self.federation, self.tree)

    @property
    def first_month(self) -> int:
        return self.federation.settings.first_month

    @cached_property
    def cells_in_use(self) -> frozenset[str]:
        """The cells that any observation has."""
        column = self.federation.table("observations")["cell"]
        return self.federation.once("cells", lambda: frozenset(cell or "" for cell in column.unique().to_pylist()))

    def check(self) -> None:
        """Raise `WrongUse` for a column, unit or tree that nobody knows, with what there is."""
        _ = self.rules
        trees = _trees(self.federation)
        if self.tree not in trees and trees:
            raise WrongUse(
                gettext("There is no tree {tree}. There is: {known}.").format(
                    tree=self.tree, known=", ".join(sorted(trees))
                )
            )
        known = {"unit", "cell", *GRAINS, *self.kinds, *self._known_axes}
        unknown = [key for key in self.by if key not in known]
        if unknown:
            raise WrongUse(
                gettext("Figures cannot be shown by {key}. There is: {known}.").format(
                    key=", ".join(unknown), known=", ".join(sorted(known))
                )
            )
        if self.unit and self.unit not in self.trees.places:
            raise WrongUse(gettext("The unit {unit} stands in no tree {tree}.").format(unit=self.unit, tree=self.tree))

    # Periods

    def buckets(self, spans: Iterable[Period]) -> list[Bucket]:
        """Return the periods to make figures for, from the periods that values have.

        Every year (quarter, month) that a value lies in, and for a value of a longer period its own column: it is never
        split. Without a period among the columns: one period, from the first day to the last.
        """
        spans = sorted(set(spans))
        if not spans:
            return []
        if not self.grains:
            return [Bucket(Period(spans[0].first, max(period.last for period in spans)))]
        found: dict[Period, Bucket] = {}
        for period in spans:
            homes = [Period.around(period.last, grain, self.first_month) for grain in self.grains]
            fitting = [home for home in homes if home.contains(period)]
            for home in fitting:
                found[home] = Bucket(home)
            if not fitting:
                found.setdefault(period, Bucket(period, own=True))
        return [found[period] for period in sorted(found)]

    def counts_in(self, period: Period, bucket: Bucket, rule: Indicator) -> bool:
        """Whether a value of `period` counts in a bucket: it lies inside; or, for a last value, is not too old."""
        if bucket.own:
            return period == bucket.period
        if bucket.period.contains(period):
            return True
        months = rule.keeps_looking()
        if not months or period.last > bucket.period.last:
            return False
        end = bucket.period.last + DAY
        return period.last >= Period.of_months(end.year, end.month - months, 1).first - DAY

    def slot(self, period: Period, bucket: Bucket, rule: Indicator) -> Period:
        """Return the part of a bucket in which values join before units do; most often the bucket.

        Periods that may not be added stay apart (each span its own slot); a count looks at each year.
        """
        if rule.over_time == "none":
            return period
        if rule.over_units == "count" and bucket.period.days > 366:  # noqa: PLR2004 - longer than a year
            return Period.around(period.last, "year", self.first_month)
        return bucket.period

    def is_asked(self, code: str, first: date | None, bucket: Bucket) -> bool:
        """Whether anybody was asked for an indicator in a bucket.

        From the first year in which anyone reported it (`first`: the first day reported), while the indicator is valid.
        """
        rule, period = self.rules[code], bucket.period
        if first is None or (rule.valid_to and rule.valid_to < period.first):
            return False
        if rule.valid_from and rule.valid_from > period.last:
            return False
        return period.last >= Period.around(first, "year", self.first_month).first

    # Cells

    @cached_property
    def children(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The finer categories that make up each category of an axis."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.federation.rows("categories"):
            if row["parent"]:
                found.setdefault((row["axis"], row["parent"]), []).append(row["category"])
        return {key: tuple(sorted(set(children))) for key, children in found.items()}

    @cached_property
    def required(self) -> dict[str, frozenset[str]]:
        """The categories of each axis without which its cells do not make up the total."""
        listed: dict[str, set[str]] = {}
        for row in self.federation.rows("categories"):
            if not row["parent"]:
                listed.setdefault(row["axis"], set()).add(row["category"])
        for cell in self.cells_in_use:
            for axis, category in axes_of(cell).items():
                if not any(row["axis"] == axis for row in self.federation.rows("categories")):
                    listed.setdefault(axis, set()).add(category)
        return {axis: frozenset(categories - RESIDUAL) for axis, categories in listed.items()}

    @cached_property
    def finer(self) -> dict[tuple[str, str], str]:
        """The parent of each category that is a part of a coarser one."""
        return {(axis, child): parent for (axis, parent), children in self.children.items() for child in children}

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The cells that figures are wanted for; always the total."""
        if self.by_cell:
            return tuple(sorted({"", *self.cells_in_use}))
        found = {""}
        if self.axes:
            for cell in self.cells_in_use:
                categories = axes_of(cell)
                if set(self.axes) <= set(categories):
                    choices = [self._coarser(axis, categories[axis]) for axis in self.axes]
                    found |= {cell_of(dict(zip(self.axes, pick, strict=True))) for pick in product(*choices)}
        return tuple(sorted(found))

    def _coarser(self, axis: str, category: str) -> list[str]:
        """Return a category and the coarser ones that it is a part of."""
        found = [category]
        while (axis, found[-1]) in self.finer:
            found.append(self.finer[axis, found[-1]])
        return found

    # Units

    def tree_at(self, bucket: Bucket) -> Tree:
        """Return the tree as of a bucket's last days, or as of the day that regroups all of them."""
        period = Period(self.tree_on, self.tree_on) if self.tree_on else bucket.period
        tree = self.trees.at(period)
        if self.tree_on:
            tree = replace(tree, valid=self.trees.at(bucket.period).valid)
        return tree

    def tree_of(self, period: Period | None) -> dict[str, tuple[str, ...]]:
        """Return each unit's line upwards, itself first; in a period, or over all time where None."""
        tree = self.trees.at(period) if period else self.trees.at_any_time()
        return {unit: tuple(tree.above(unit)) for unit in tree.parents}

    def collected(self, rule: Indicator, reporters: Iterable[str]) -> frozenset[str]:
        """Return the kinds of unit that report an indicator: as it says, or those that do."""
        return frozenset(rule.collected_at) or frozenset(self.trees.kinds[unit] for unit in reporters)


def ask(
    federation: Federation,
    indicators: Sequence[str],
    *,
    by: Sequence[str] = (),
    unit: str | None = None,
    tree: str | None = None,
    tree_on: date | None = None,
    as_of: datetime | date | None = None,
    imputed: bool = False,
    audience: Audience = "whole",
    within: Period | None = None,
    more_grains: tuple[Grain, ...] = (),
    with_missing: bool = True,
    units: Collection[str] | None = None,
) -> Question:
    """Return the question, with the federation as it was known at `as_of`; raises `WrongUse`."""
    if isinstance(as_of, date) and not isinstance(as_of, datetime):
        as_of = federation.settings.end_of(as_of)
    known = federation.current(as_of)
    question = Question(
        _seen_by(known, audience),
        tuple(indicators),
        tuple(by),
        unit,
        tree or _usual_tree(known),
        tree_on,
        as_of,
        imputed,
        audience,
        within,
        more_grains,
        _left_out(known, audience),
        with_missing,
        None if units is None else frozenset(units),
        frozenset() if as_of is None else frozenset(federation.table("indicators")["indicator"].to_pylist()),
    )
    question.check()
    return question


def _seen_by(federation: Federation, audience: Audience) -> Federation:
    """Return the federation with only the values that an audience may see: no figure can depend on any other."""

    def seen() -> Federation:
        table = federation.table("observations")
        is_seen = pc.is_in(table["visibility"], pa.array(SEES[audience]))
        every = pc.all(is_seen).as_py() is not False
        return federation if every else federation.with_tables({"observations": table.filter(is_seen)})

    return federation.once(("seen by", audience), seen)


def _left_out(federation: Federation, audience: Audience) -> frozenset[str]:
    def left_out() -> frozenset[str]:
        table = federation.table("observations")
        hidden = table.filter(pc.invert(pc.is_in(table["visibility"], pa.array(SEES[audience]))))
        return frozenset(hidden["indicator"].unique().to_pylist())

    return federation.once(("left out", audience), left_out)


def _usual_tree(federation: Federation) -> str:
    """Return the federation's usual tree; where it has no such tree and one other, that one."""
    usual, default = federation.settings.tree, type(federation.settings)().tree
    trees = _trees(federation)
    return next(iter(trees)) if usual == default and usual not in trees and len(trees) == 1 else usual


def _trees(federation: Federation) -> frozenset[str]:
    return frozenset(federation.table("trees")["tree"].unique().to_pylist())
