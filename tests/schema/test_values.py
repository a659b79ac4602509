"""A text becomes a value of its column, or is refused; it never overflows or fills the memory."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit import exact
from remit.schema import TABLES, BadValue, Column, Type

COLUMNS = [column for table in TABLES.values() for column in table.columns]
HOSTILE = st.sampled_from(
    [
        "1e999999999",
        "9" * 5000,
        "1e999",
        "9999-12-01/9999-12-31",
        "0001-01-01T00:00+14:00",
        "0000",
        "1/0",
        "٣",
        "1_000",
        "=A1",
        "\x00",
    ]
)


def column(type_: Type) -> Column:
    return Column("x", type_, "")


@given(st.sampled_from(COLUMNS), st.one_of(HOSTILE, st.text(max_size=20)))
def test_any_text_is_a_value_or_a_bad_value(column: Column, text: str) -> None:
    try:
        value = column.parse(text)
    except BadValue:
        return
    assert column.parse(column.write(value)) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Type.SHARE, "1e999999999"),
        (Type.SHARE, "-1/3"),
        (Type.WHOLE, "9" * 30),
        (Type.WHOLE, "1_000"),
        (Type.RATE, "1e400"),
        (Type.MOMENT, "0001-01-01T00:00+14:00"),
        (Type.PERIOD, "9999-12-01/9999-12-31"),
    ],
)
def test_what_would_overflow_is_a_bad_value(type_: Type, text: str) -> None:
    with pytest.raises(BadValue):
        column(type_).parse(text)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Type.NUMBER, "\u0661\u0662\u0660\u0660"),
        (Type.NUMBER, "1\uff1200.5"),
        (Type.WHOLE, "\u0663"),
        (Type.RATE, "\u0661.\u0665"),
        (Type.SHARE, "\u0661/\u0663"),
        (Type.PERIOD, "\u0662\u0660\u0660\u0668"),
        (Type.DAY, "\u0662\u0660\u0660\u0668-\u0660\u0666-\u0661\u0668"),
    ],
)
def test_digits_of_other_scripts_are_refused_with_what_to_write(type_: Type, text: str) -> None:
    with pytest.raises(BadValue) as found:
        column(type_).parse(text)
    assert re.search("[0-9]", found.value.kind.mend)


def test_texts_are_kept_in_nfc_with_plain_line_ends() -> None:
    assert column(Type.TEXT).parse(" e\u0301\r\nb\r") == "é\nb"


@given(st.integers(-(10**18), 10**18))
def test_a_number_is_written_and_read_without_loss(ten_thousandths: int) -> None:
    assert exact.parse(exact.text(ten_thousandths)) == (ten_thousandths, False)


@given(st.decimals(-(10**13), 10**13, places=4))
def test_a_plain_number_is_read_as_exactly_as_any(number: object) -> None:
    assert exact.parse(str(number)) == exact.parse(f"{number}e0")
