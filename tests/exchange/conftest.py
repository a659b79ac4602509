"""Small random federations with rows in all tables, for the properties that must hold of every one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from remit.exchange.base import Reading, Rows
from remit.federation import Federation, Settings
from remit.plans.making import clean_text
from remit.schema import TABLES, Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = ("P", "Q", "A", "1.1", "1.10", "x:y")
PROSE = (
    st.one_of(
        st.sampled_from(["NO", "010", "1.10", "a: b", "- a", "a\nb", "a\n\n  b", "é", "e\u0301", "x #y", "\u2028"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    )
    .map(lambda text: text.lstrip("=") or "x")
    .filter(lambda text: not clean_text(text).startswith("="))
)
TEXTS: dict[Type, st.SearchStrategy[str]] = {
    Type.CODE: st.sampled_from(CODES),
    Type.CODES: st.lists(st.sampled_from(CODES), min_size=1, max_size=3).map(" ".join),
    Type.TEXT: PROSE,
    Type.YESNO: st.sampled_from(["yes", "no"]),
    Type.DAY: st.dates().map(str),
    Type.MOMENT: st.sampled_from(["2008-06-18T09:30:00Z", "2009-01-01T00:00:00.000001Z", "2010-01-01"]),
    Type.PERIOD: st.sampled_from(["2008", "2008/2011", "2008-11", "2008Q1", "2009-04-01/2010-03-31"]),
    Type.NUMBER: st.decimals(-(10**14), 10**14, places=4).map(str),
    Type.WHOLE: st.integers(-(10**18) + 1, 10**18 - 1).map(str),
    Type.SHARE: st.sampled_from(["1/3", "25 %", "0.5", "1"]),
    Type.RATE: st.sampled_from(["1.2077", "0.000000000000000001", "123456789012345678"]),
    Type.CURRENCY: st.sampled_from(["CHF", "XXX", "USD"]),
    Type.CELL: st.sampled_from(["sex=female", "sex=male;age=5-17"]),
}
KEYS = st.sampled_from(["P", "P/A", "Q/1.1", "A", "nowhere", "P/A/1.1"])


def texts_of(column: Column) -> st.SearchStrategy[str]:
    if column.choices:
        return st.sampled_from(column.choices)
    return TEXTS[column.type]


@st.composite
def row(draw: st.DrawFn, table: Table) -> dict[str, str]:
    drawn = {}
    for column in table.columns:
        if column.required or draw(st.booleans()):
            drawn[column.name] = draw(texts_of(column)).strip() or "x"
    if table.name == "texts":
        tables = ("plans", "elements", "money", "units", "levels", "funds", "nothing")
        drawn |= {"of": draw(st.sampled_from(tables)), "key": draw(KEYS)}
        drawn["field"] = draw(st.sampled_from(["title", "name"]))
        drawn["language"] = draw(st.sampled_from(["en", "fr"]))
    return drawn


SETTINGS = st.builds(
    Settings,
    name=st.sampled_from(["Federation", "Fédération: a # b"]),
    languages=st.sampled_from([("en",), ("fr", "ar")]),
    time_zone=st.sampled_from(["UTC", "Europe/Zurich"]),
    currency=st.sampled_from(["XXX", "CHF"]),
    first_month=st.integers(1, 12),
    tree=st.sampled_from(["structure", "zones"]),
)


def federation_of(rows: Mapping[str, list[dict[str, str]]], settings: Settings | None = None) -> Federation:
    collected = Rows("test")
    for table, drawn in rows.items():
        for each in drawn:
            collected.add_texts(table, "", each)
    reading: Reading = collected.reading()
    assert not [problem for problem in reading.problems if problem.blocks], reading.problems
    return Federation(settings or Settings(), {batch.table: batch.rows for batch in reading.batches})


@st.composite
def federations(draw: st.DrawFn) -> Federation:
    rows: dict[str, Any] = {name: draw(st.lists(row(table), max_size=3)) for name, table in TABLES.items()}
    return federation_of(rows, draw(SETTINGS))


st.register_type_strategy(Federation, federations())
