"""Files that are not what they claim: refused at once, in little memory, with a clear problem."""

from __future__ import annotations

import gzip
import os
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.exchange.csv_file import csv_texts
from remit.exchange.sources import BadSource, Source

from .conftest import workbook

if TYPE_CHECKING:
    from .conftest import Refuses

UNITS = "unit,kind\nTZA,member\n"
MIB = 1 << 20


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("units.csv", b"", "empty-file"),
        ("units.csv", UNITS.encode("utf-16"), "wrong-encoding"),
        ("units.csv", UNITS.encode("utf-16-le"), "not-text"),
        ("units.csv", "unit,kind\nCôte,member\n".encode("latin-1"), "wrong-encoding"),
        ("units.csv", b"unit,kind\nTZ\0A,member\n", "not-text"),
        ("units.csv", b"unit,kind\n" + b"T" * 2 * MIB + b",member\n", "bad-code"),
        ("units.csv", b'unit,kind\n"TZA,member\n' + b"x,y\n" * 9, None),
        ("units.csv", b"x" * 4 * MIB, None),
        ("units.csv.gz", gzip.compress(UNITS.encode() * 999, mtime=0)[:-9], "truncated"),
        ("units.csv.gz", gzip.compress(UNITS.encode(), mtime=0)[:5] + b"nonsense" * 9, "truncated"),
        ("units.xlsx", UNITS.encode(), "not-a-workbook"),
        ("units.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not-a-workbook"),
        ("units.xlsx", b"PK\x03\x04 and no more", "damaged-archive"),
        ("units.parquet", b"PAR1 and no more", None),
        ("P.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "yaml-not-allowed"),
        ("P.yaml", b"a: !!python/object/apply:os.system [echo]\n", "yaml-not-allowed"),
        ("P.yaml", b"a: " + b"[" * 100_000, "too-deep"),
        ("P.json", b'{"schema": "remit-plan/1", "plan": ' + b"[" * 100_000, "too-deep"),
        ("P.json", b'{"schema": "remit-plan/1", "plan": NaN}', "not-json"),
        ("P.yaml", b"schema: remit-plan/1\nplan: {a\0b: c}", "not-text"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused(
    refuses: Refuses, outside: Path, name: str, data: bytes, code: str | None
) -> None:
    (outside / name).write_bytes(data)
    codes = refuses(outside / name).codes
    assert code is None or code in codes


def test_lines_may_end_as_they_do_on_any_system(outside: Path) -> None:
    for number, text in enumerate((UNITS, UNITS.replace("\n", "\r\n"), "\ufeff" + UNITS)):
        file = outside / f"{number}.csv"
        file.write_bytes(text.encode())
        assert (csv_texts(Source(file)).names, csv_texts(Source(file)).count) == (["unit", "kind"], 1)


def test_a_gzip_bomb_is_refused_within_the_limit_of_memory(outside: Path) -> None:
    bomb = outside / "units.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(10 * MIB)) * 1024)  # ten GB unpacked
    source = Source(bomb, limit=16 * MIB)
    tracemalloc.start()
    try:
        assert _refused(source) == "too-big"
        assert tracemalloc.get_traced_memory()[1] < 3 * source.limit
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_at_once(refuses: Refuses, outside: Path) -> None:
    bomb = outside / "budget.xlsx"
    bomb.write_bytes(_claiming(workbook("<row/>"), 10 * (1 << 30)))
    began = time.monotonic()
    assert refuses(bomb).codes == ["too-big"]
    assert time.monotonic() - began < 5


def test_many_parts_that_are_small_each_and_large_together_are_refused(outside: Path) -> None:
    file = outside / "budget.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(20):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(MIB))
    assert _refused(Source(file, limit=16 * MIB)) == "too-big"


def test_an_archive_of_very_many_parts_is_refused(outside: Path) -> None:
    file = outside / "budget.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", "")
    assert _refused(Source(file)) == "too-many-parts"


def test_what_is_no_file_is_not_waited_for(outside: Path) -> None:
    os.mkfifo(outside / "pipe.csv")
    (outside / "loop.csv").symlink_to(outside / "loop.csv")
    (outside / "gone.csv").symlink_to(outside / "nowhere")
    (outside / "folder.csv").mkdir()
    for name in ("pipe.csv", "loop.csv", "gone.csv", "folder.csv", "absent.csv", "a\0b.csv", "x" * 300):
        assert _refused(Source(outside / name)) == "not-readable"
    if (zero := Path("/dev/zero")).exists():  # a device, where there is one
        assert _refused(Source(zero)) == "not-readable"


def test_a_link_that_leads_into_itself_does_not_hold_a_load_up(refuses: Refuses, outside: Path) -> None:
    (outside / "inner").symlink_to(outside)
    (outside / "units.csv").write_text("unit,kind\nken,member\n")
    assert "code-in-another-case" in refuses(outside).codes


def _refused(source: Source) -> str:
    with pytest.raises(BadSource) as refused:
        _ = source.data
    return refused.value.problem.code


def _claiming(archive: bytes, size: int) -> bytes:
    """Return an archive in which the first part claims to be `size` bytes (ZIP64, as tools write it)."""
    start = archive.index(b"PK\x01\x02")
    end = archive.index(b"PK\x05\x06")
    record = bytearray(archive[start:end])
    name, extra = struct.unpack_from("<HH", record, 28)
    zip64 = struct.pack("<HHQ", 1, 8, size)
    struct.pack_into("<I", record, 24, 0xFFFFFFFF)
    struct.pack_into("<H", record, 30, extra + len(zip64))
    record[46 + name : 46 + name] = zip64
    tail = bytearray(archive[end:])
    struct.pack_into("<I", tail, 12, len(record))
    return archive[:start] + bytes(record) + bytes(tail)
