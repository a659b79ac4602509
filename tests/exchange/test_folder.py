"""A folder of files as a federation: what is read, what is refused, and what writing leaves alone."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from remit.errors import HasProblems
from remit.exchange import FORMATS
from remit.exchange.columns import read_table
from remit.exchange.folder import FolderStore
from remit.exchange.sources import Source
from remit.federation import Federation, Settings
from remit.schema import TABLES

if TYPE_CHECKING:
    from decimal import Decimal

PLAN = "schema: remit-plan/1\nplan: {plan: OP, unit: SEC, kind: programme}\n"
OBSERVATIONS = "indicator,unit,period,value\n"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def told(folder: Path) -> list[tuple[str, str]]:
    """Return the problems of a folder by code and place."""
    with pytest.raises(HasProblems) as found:
        FolderStore(folder).read()
    return [(problem.code, str(problem.where)) for problem in found.value.problems]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_absent_folder_is_an_empty_federation(tmp_path: Path) -> None:
    assert FolderStore(tmp_path / "nowhere").read() == Federation()


def test_a_folder_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    assert told(put(tmp_path, "file", "x")) == [("not-readable", "file")]


def test_settings_are_read_and_every_bad_one_told(tmp_path: Path) -> None:
    put(
        tmp_path,
        "federation.yaml",
        "name: Red\nlanguages: [en, fr]\nfirst_month: 4\ncurrency: CHF\ntime_zone: UTC\n",
    )
    expected = Settings("Red", ("en", "fr"), "UTC", "CHF", 4)
    assert FolderStore(tmp_path).read().settings == expected
    put(
        tmp_path,
        "federation.yaml",
        "name: {}\nmonth: 1\nfirst_month: 13\ntime_zone: ../x\ncurrency: Francs\n",
    )
    assert told(tmp_path) == [
        ("unknown-key", "federation.yaml:month"),
        ("not-a-text", "federation.yaml:name"),
        ("bad-time-zone", "federation.yaml:time_zone"),
        ("bad-currency", "federation.yaml:currency"),
        ("bad-month", "federation.yaml:first_month"),
    ]


def test_values_are_exact_and_empty_is_missing_not_zero(tmp_path: Path) -> None:
    put(tmp_path, "observations.csv", OBSERVATIONS + "I,U,2008,0.1\nI,U,2009,\nI,U,2010,0\nI,U,2011,1e3\n")
    values = [row["value"] for row in FolderStore(tmp_path).read().rows("observations")]
    assert values == [1000, None, 0, 10_000_000]


def test_what_a_row_leaves_out_is_the_default_and_nothing_else_is_filled_in(tmp_path: Path) -> None:
    put(tmp_path, "observations.csv", OBSERVATIONS + "I,U,2008,1\n")
    (row,) = FolderStore(tmp_path).read().rows("observations")
    assert (row["status"], row["visibility"]) == ("reported", "federation")
    assert row["id"] is row["recorded_at"] is None


def test_every_bad_value_is_told_in_every_row_that_holds_it(tmp_path: Path) -> None:
    lines = ["I,U,2008,1 000", "I,U,2008-13,5", "a b,U,2008,1 000", ",U,2008,=A1", "I,U,2008,9e15"]
    put(tmp_path, "observations.csv", OBSERVATIONS + "\n".join(lines))
    assert sorted(told(tmp_path)) == [
        ("bad-code", "observations.csv:4:indicator"),
        ("empty-field", "observations.csv:5:indicator"),
        ("formula", "observations.csv:5:value"),
        ("impossible-period", "observations.csv:3:period"),
        ("not-a-number", "observations.csv:2:value"),
        ("not-a-number", "observations.csv:4:value"),
        ("too-large", "observations.csv:6:value"),
    ]


def test_a_rounded_value_is_a_notice_and_is_read(tmp_path: Path) -> None:
    file = put(tmp_path, "observations.csv", OBSERVATIONS + "I,U,2008,0.12345\n")
    reading = read_table(Source(file), TABLES["observations"])
    assert [(problem.code, problem.blocks) for problem in reading.problems] == [("rounded", False)]
    assert reading.batches[0].rows["value"].to_pylist() == [1234]


def test_beyond_a_thousand_problems_of_a_column_their_number_is_told(tmp_path: Path) -> None:
    file = put(tmp_path, "observations.csv", OBSERVATIONS + "I,U,2008,x\n" * 1203)
    problems = read_table(Source(file), TABLES["observations"]).problems
    assert len(problems) == 1001
    assert problems[-1].code == "more-in-this-column"
    assert problems[-1].facts["count"] == "203"


def test_lines_are_counted_through_fields_of_several_lines_and_empty_lines(tmp_path: Path) -> None:
    head = "of,key,field,language,text\n"
    body = 'units,A,name,en,"one\ntwo\n\nthree"\n\nunits,B,name,en,"a ""b"""\nunits,C C,name,a b,x\n'
    put(tmp_path, "texts.csv", head + body)
    assert told(tmp_path) == [("bad-code", "texts.csv:8:language")]
    put(tmp_path, "texts.csv", (head + body).replace("a b", "en"))
    texts = [row["text"] for row in FolderStore(tmp_path).read().rows("texts")]
    assert texts == ["one\ntwo\n\nthree", 'a "b"', "x"]


def test_a_field_larger_than_a_block_is_read(tmp_path: Path) -> None:
    put(tmp_path, "texts.csv", "of,key,field,language,text\nunits,A,name,en," + "x" * (1 << 25) + "\n")
    assert len(FolderStore(tmp_path).read().rows("texts")[0]["text"]) == 1 << 25


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    put(tmp_path, "units.csv", b"\xef\xbb\xbfunit,kind\r\nA,member\r\nB,x y\r\n")
    assert told(tmp_path) == [("bad-code", "units.csv:3:kind")]


@pytest.mark.parametrize(
    ("name", "content", "code", "place"),
    [
        ("units.csv", b"", "empty-file", "units.csv"),
        ("units.csv", "unit,kind\nA,membré\n".encode("latin-1"), "wrong-encoding", "units.csv"),
        ("units.csv", "unit,kind\nA,member,x\nB,member\nC\n", "ragged-row", "units.csv:2"),
        ("units.csv", "unit,kind,colour\nA,member,red\n", "unknown-column", "units.csv:1:colour"),
        ("units.csv", "unit,kind,kind\nA,member,member\n", "column-twice", "units.csv:1:kind"),
        ("units.csv", "unit\nA\n", "no-column", "units.csv:1:kind"),
        ("units.csv.gz", b"\x1f\x8b\x08\x00\x00", "truncated", "units.csv.gz"),
        ("units.parquet", b"PAR1 and no more", "not-readable", "units.parquet"),
        ("plans.csv", "plan,unit,kind,period\nP,U,x,2008-11\n", "ambiguous-period", "plans.csv:2:period"),
        ("texts.csv", "of,key,field,language,text\nunits,A,name,en, =cmd()\n", "formula", "texts.csv:2:text"),
        ("federation.yaml", "name: &a x\n", "yaml-not-allowed", "federation.yaml:1"),
        ("plans/P.yaml", "schema: remit-plan/9\n", "wrong-version", "P.yaml:schema"),
    ],
)
def test_a_bad_file_is_a_clear_problem(tmp_path: Path, name: str, content: str | bytes, code: str, place: str) -> None:
    put(tmp_path, name, content)
    assert (code, place) in told(tmp_path)


def test_every_ragged_row_is_told(tmp_path: Path) -> None:
    put(tmp_path, "units.csv", "unit,kind\nA,member,x\nB,member\nC\n")
    assert told(tmp_path) == [("ragged-row", "units.csv:2"), ("ragged-row", "units.csv:4")]


def test_a_table_or_a_plan_in_two_files_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "units.csv", "unit,kind\nA,member\n")
    pq.write_table(pa.table({"unit": ["B"], "kind": ["member"]}), tmp_path / "units.parquet")
    put(tmp_path, "plans/OP.yaml", PLAN)
    put(tmp_path, "plans.csv", "plan,unit,kind\nop,SEC,programme\n")
    assert [code for code, _ in told(tmp_path)] == ["table-twice", "plan-twice"]


def test_parquet_means_what_it_says_and_must_be_exact(tmp_path: Path) -> None:
    columns = {
        "indicator": ["I", "J"],
        "unit": ["U", "U"],
        "period": pa.array(["2008"] * 2).dictionary_encode(),
    }
    exact: list[Decimal] = pa.array(["100", "0.5"]).cast(pa.decimal128(10, 2)).to_pylist()
    pq.write_table(pa.table({**columns, "value": exact}), tmp_path / "observations.parquet")
    assert [row["value"] for row in FolderStore(tmp_path).read().rows("observations")] == [1_000_000, 5_000]
    pq.write_table(pa.table({**columns, "value": [100.0, 0.5]}), tmp_path / "observations.parquet")
    assert told(tmp_path)[0] == ("inexact-column", "observations.parquet:value")


def test_a_problem_in_parquet_names_its_row(tmp_path: Path) -> None:
    columns = {"unit": ["U", "a unit", "V"], "kind": ["member", None, "member"]}
    pq.write_table(pa.table(columns), tmp_path / "units.parquet")
    assert told(tmp_path) == [("bad-code", "units.parquet:row 2:unit"), ("empty-field", "units.parquet:row 2:kind")]


def test_columns_that_say_nothing_take_the_room_of_one(tmp_path: Path) -> None:
    put(tmp_path, "observations.csv", "indicator,unit,period,cell,value\nI,U,2008,,1\nI,U,2009,,2\n")
    rows = FolderStore(tmp_path).read().table("observations")
    columns = [rows[name].chunk(0) for name in ("plan", "cell", "supersedes", "reason")]
    assert all(column.null_count == rows.num_rows for column in columns)
    assert len({tuple(buffer and buffer.address for buffer in column.buffers()) for column in columns}) == 1


def test_a_data_file_of_no_table_is_a_notice_and_others_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, "unit.csv", "unit,kind\n")
    put(tmp_path, "README.md", "About this federation.")
    reading = FORMATS["folder"].read([Source(tmp_path)], Federation(), lambda *_: None)
    assert [(problem.code, problem.blocks) for problem in reading.problems] == [("unknown-file", False)]


def test_rows_of_a_plan_stand_in_its_package_and_all_others_in_csv(tmp_path: Path) -> None:
    put(tmp_path, "plans.csv", "plan,unit,kind\nOP,SEC,programme\n")
    put(
        tmp_path,
        "money.csv",
        "id,plan,stage,amount,currency\n1,OP,approved,5,CHF\n2,,received,7,CHF\n3,NO,received,9,CHF\n",
    )
    put(tmp_path, "equivalents.csv", "money,currency,amount\n1,USD,4\n2,USD,6\n")
    put(tmp_path, "texts.csv", "of,key,field,language,text\nplans,OP,title,en,Plan\nunits,SEC,name,en,Us\n")
    put(tmp_path, "observations.csv", OBSERVATIONS.replace("unit", "unit,plan") + "I,U,OP,2008,1\n")
    store = FolderStore(tmp_path)
    store.write(store.read())
    assert sorted(contents(tmp_path)) == [
        "equivalents.csv", "federation.yaml", "money.csv", "observations.csv", "plans/OP.yaml", "texts.csv",
    ]  # fmt: skip
    package = (tmp_path / "plans/OP.yaml").read_text()
    assert "title: Plan" in package
    assert "USD: 4" in package
    assert (tmp_path / "texts.csv").read_text().count("\n") == 2
    assert (tmp_path / "money.csv").read_text().splitlines()[1:] == [
        "2,,received,7,CHF,",
        "3,NO,received,9,CHF,",
    ]


def test_a_large_plan_is_written_as_json_and_read_the_same(tmp_path: Path) -> None:
    lines = "".join(f"- {{element: E{number}, level: o}}\n" for number in range(2001))
    put(tmp_path, "plans/OP.yaml", PLAN + "elements:\n" + lines)
    store = FolderStore(tmp_path)
    before = store.read()
    store.write(before)
    assert list(contents(tmp_path / "plans")) == ["OP.json"]
    assert sorted(map(str, store.read().rows("elements"))) == sorted(map(str, before.rows("elements")))


def test_writing_leaves_other_files_and_removes_its_own_stale_ones(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "kept")
    put(tmp_path, "plans/notes.txt", "kept")
    put(tmp_path, "units.csv", "unit,kind\nA,member\n")
    put(tmp_path, "plans/OP.yaml", PLAN)
    FolderStore(tmp_path).write(Federation())
    assert sorted(contents(tmp_path)) == ["README.md", "federation.yaml", "plans/notes.txt"]


def test_a_text_that_a_spreadsheet_would_run_is_never_written(tmp_path: Path) -> None:
    row = {"of": "units", "key": "A", "field": "name", "language": "en", "text": "=cmd()", "state": "final"}
    texts = pa.Table.from_pylist([row], TABLES["texts"].schema)
    put(tmp_path, "units.csv", "unit,kind\nA,member\n")
    before = contents(tmp_path)
    with pytest.raises(HasProblems, match="formula"):
        FolderStore(tmp_path).write(Federation(tables={"texts": texts}))
    assert contents(tmp_path) == before


class Crash(Exception):
    pass


@pytest.mark.parametrize("steps", range(12))
def test_a_crash_while_writing_leaves_the_old_or_the_new(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, name in ((old, "A"), (new, "B")):
        put(folder, "units.csv", f"unit,kind\n{name},member\n")
        put(folder, f"plans/{name}.yaml", PLAN.replace("OP", name))
        FolderStore(folder).write(FolderStore(folder).read())
    before, after = contents(old), contents(new)
    replacement = FolderStore(new).read()
    left = iter(range(steps))

    def crash_in_the_end(step: str) -> None:
        real = getattr(Path, step)

        def stepping(path: Path, *args: object, **kwargs: object) -> object:
            if next(left, None) is None:
                raise Crash
            return real(path, *args, **kwargs)

        monkeypatch.setattr(Path, step, stepping)

    with monkeypatch.context():
        for step in ("replace", "rename", "unlink", "open"):
            crash_in_the_end(step)
        with suppress(Crash):
            FolderStore(old).write(replacement)
    monkeypatch.undo()
    FolderStore(old).read()
    found = {name: data for name, data in contents(old).items() if not name.startswith(".")}
    assert found in (before, after)


def test_the_format_carries_the_settings_of_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "federation.yaml", "name: Red\n")
    reading = FORMATS["folder"].read([Source(tmp_path)], Federation(), lambda *_: None)
    assert reading.settings == Settings("Red")


def test_folders_and_table_files_are_recognised(tmp_path: Path) -> None:
    put(tmp_path, "here/units.csv", "unit,kind\n")
    put(tmp_path, "here/money.csv", "Date,Purse\n")
    put(tmp_path, "there/data.csv", "unit,kind\n")
    names = ["here", "here/units.csv", "here/money.csv", "there", "there/data.csv"]
    found = [name for name in names if FORMATS["folder"].recognises(Source(tmp_path / name))]
    assert found == ["here", "here/units.csv"]
