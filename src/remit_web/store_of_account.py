"""The database as one account may use it: commands with `--as ACCOUNT`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.audiences import without
from remit.errors import Refused, WrongUse
from remit.language import gettext
from remit.observations import SEES
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.access.rights import May
from remit_web.access.visibility import DEFAULT, NAMED, keys_named
from remit_web.audit.actors import Actor
from remit_web.plans.seen import plans_seen
from remit_web.store import DatabaseStore
from remit_web.units.places import tops, tree_codes

if TYPE_CHECKING:
    from remit.exchange.base import Reading
    from remit.federation import Federation
    from remit.observations import Audience
    from remit_web.access.readers import Reader


def account_store(account: str, *, takes_in: bool) -> AccountStore:
    """Return the store of somebody by e-mail; raises `WrongUse` where nobody active is called so."""
    person = Person.objects.filter(email__iexact=account, is_active=True).first()
    if person is None:
        raise WrongUse(gettext("Nobody here has the account {account}.").format(account=account))
    return AccountStore(reader_of(person), takes_in=takes_in)


class AccountStore(DatabaseStore):
    """The federation as somebody sees it; what they take in needs their rights.

    `takes_in`: all of it is read, to compare new rows with; `allow` has been asked before.
    """

    def __init__(self, reader: Reader, *, takes_in: bool) -> None:
        super().__init__(Actor(reader.person.code if reader.person else "", door="command"))
        self.reader, self.takes_in = reader, takes_in

    def read(self) -> Federation:
        """Return the federation without what the account may not see."""
        whole = super().read()
        return whole if self.takes_in else seen_federation(whole, self.reader)

    def sees(self, unit: str | None) -> Audience:
        """Return what the account sees of a unit; of all together, the whole only who sees the whole of every tree."""
        units = [unit] if unit else _every_top()
        whole = self.reader.reach(May.READ_WHOLE).covers(units)
        return "whole" if whole == set(units) else self.reader.base

    def allow(self, reading: Reading) -> None:
        """Who may load files takes in everything; who reports values, those of their units."""
        if self.reader.reach(May.LOAD).covers(_every_top()):
            return
        others = sorted({batch.table for batch in reading.batches} - {"observations"})
        if others or not self.reader.has(May.REPORT_VALUES):
            tables = ", ".join(others) or "observations"
            raise Refused(
                gettext("This account may not load {tables}: that takes an administrator.").format(tables=tables)
            )
        units = {unit for batch in reading.batches for unit in batch.rows["unit"].unique().to_pylist() if unit}
        if strange := sorted(units - self.reader.reach(May.REPORT_VALUES).covers(units)):
            named = ", ".join(strange[:10])
            raise Refused(gettext("This account may not report values for {units}.").format(units=named))


def _every_top() -> list[str]:
    return sorted({unit for tree in tree_codes() for unit in tops(tree)})


def seen_federation(federation: Federation, reader: Reader) -> Federation:
    """Return a federation without the plans and values that a reader may not see, and the accounts behind them."""
    plans = {row["plan"] for row in federation.rows("plans")}
    left = without(federation, plans - plans_seen(reader, plans))
    values = left.table("observations")
    return (
        left.with_tables({**left.tables, "observations": _without_hidden(values, reader)}) if values.num_rows else left
    )


def _without_hidden(values: pa.Table, reader: Reader) -> pa.Table:
    """Return values without hidden ones, and without those that a hidden one corrects: they would stand again."""
    units = values["unit"].unique().to_pylist()

    def held(right: May) -> pa.Array:
        return pc.is_in(values["unit"], pa.array(sorted(reader.reach(right).covers(units)), pa.string()))

    visibility = pc.fill_null(values["visibility"], DEFAULT)
    by_name = pc.is_in(values["id"], pa.array(list(keys_named(reader, "observations")), pa.string()))
    seen = pc.is_in(visibility, pa.array(SEES[reader.base]))
    seen = pc.or_(seen, pc.and_(pc.is_in(visibility, pa.array(SEES["whole"])), held(May.READ_WHOLE)))
    seen = pc.or_(seen, pc.and_(pc.equal(visibility, NAMED), pc.or_(held(May.READ_NAMED), by_name)))
    before = dict(zip(values["id"].to_pylist(), values["supersedes"].to_pylist(), strict=True))
    gone: set[str] = set()
    waiting = values["id"].filter(pc.invert(seen)).to_pylist()
    while waiting:
        one = waiting.pop()
        if one and one not in gone:
            gone.add(one)
            waiting.append(before.get(one))
    return values.filter(pc.invert(pc.is_in(values["id"], pa.array(sorted(gone), pa.string()))))
