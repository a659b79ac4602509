"""The most memory that a fresh process takes to open a million observations from a folder and roll all of them up.

Three processes: one writes the folder, one opens it and asks, and this one, which compares. What the first one took is
not counted.
"""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.full_rollup import OBSERVATIONS, cube_of
from benchmarks.synthetic import make
from remit.exact import SCALE
from remit.federation import Federation
from remit.schema import TABLES, Column, Type

MOST = 800_000_000
STATUS = Path("/proc/self/status")
"""Where Linux tells the most memory that a process has ever had in use."""


def run() -> bool:
    """Print how much it was; return whether it is as promised."""
    if not STATUS.is_file():
        print("memory: left out, the system does not tell it for one process")
        return True
    with TemporaryDirectory() as folder:
        _alone("write", folder)
        opened, peak, figures = map(int, _alone("ask", folder).split())
    print(f"memory of a process that opens a folder and makes {figures:,} figures")
    print(f"  peak     {peak / 1e6:,.0f} MB (at most {MOST / 1e6:,.0f}); the open federation {opened / 1e6:,.0f} MB")
    return peak <= MOST


def _alone(what: str, folder: str) -> str:
    """Return what a fresh process prints."""
    command = [sys.executable, "-m", "benchmarks.memory", what, folder]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def write(folder: Path) -> None:
    """Write the synthetic federation as Parquet files, with values that mean what they say."""
    for name, table in make(OBSERVATIONS).federation.tables.items():
        columns = {column.name: _meant(column, table[column.name]) for column in TABLES[name].columns}
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")


def _meant(column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type is Type.NUMBER:
        return pc.multiply(values.cast(pa.decimal128(19, 0)), pa.scalar(Decimal(1) / SCALE))
    if column.type is Type.MOMENT:
        return pc.strftime(values, "%Y-%m-%dT%H:%M:%SZ")
    return values


def ask(folder: Path) -> None:
    """Print the memory in use with the federation open, the most that was ever in use, and how many figures came out."""
    federation = Federation.open(folder)
    opened = psutil.Process().memory_info().rss
    figures = cube_of(federation).run()
    print(opened, _peak(), figures.num_rows)


def _peak() -> int:
    """Return it in bytes. `ru_maxrss` would be no less than what the process that started this one has in use."""
    lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    {"write": write, "ask": ask}[sys.argv[1]](Path(sys.argv[2]))
