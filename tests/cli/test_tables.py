"""Tables of text: aligned, and wrapped only where the terminal is too narrow."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from remit.cli.tables import Column, number, table, without_empty

PROBLEM = [Column("Where"), Column("What", wraps=True), Column("Count", right=True)]


def test_numbers_stand_to_the_right_under_their_headings() -> None:
    columns = [Column("Region"), Column("Value, people", right=True)]
    assert list(table(columns, [["Africa", "1,200"], ["Asia", "35"]])) == [
        "Region  Value, people",
        "------  -------------",
        "Africa          1,200",
        "Asia               35",
    ]


def test_a_table_without_rows_keeps_its_headings() -> None:
    assert list(table([Column("Region")], [])) == ["Region", "------"]


def test_without_a_width_every_row_is_one_line() -> None:
    lines = list(table(PROBLEM, [["a.csv:3", "word " * 60, "1"]]))
    assert len(lines) == 3


def test_a_narrow_terminal_wraps_sentences_and_nothing_else() -> None:
    lines = list(table(PROBLEM, [["a.csv:3:value", "no unit has this code anywhere at all", "1,234,567"]], 50))
    assert max(map(len, lines)) <= 50
    assert len(lines) > 3
    assert any("a.csv:3:value" in line and "1,234,567" in line for line in lines)


def test_wide_letters_count_as_wide() -> None:
    first, _, *rows = table([Column("名前"), Column("n", right=True)], [["中国", "1"], ["ab", "2"]])
    assert first == "名前  n"
    assert rows == ["中国  1", "ab    2"]


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    columns, rows = without_empty([Column("a"), Column("b"), Column("c")], [["", "", "x"]], keep=1)
    assert [column.title for column in columns] == ["a", "c"]
    assert rows == [["", "x"]]


def test_missing_is_shown_as_missing_and_zero_as_zero() -> None:
    assert (number(None), number(0), number(Decimal("-1234.50"))) == ("", "0", "-1,234.50")


words = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)


@given(st.lists(st.lists(words, min_size=1, max_size=20), min_size=1, max_size=5), st.integers(20, 120))
def test_wrapping_loses_no_word(rows: list[list[str]], width: int) -> None:
    columns = [Column("Sentence", wraps=True), Column("No", right=True)]
    lines = list(table(columns, [[" ".join(row), "#"] for row in rows], width))
    shown = " ".join(line.removesuffix("#") for line in lines[2:]).split()
    assert shown == [word for row in rows for word in row]
