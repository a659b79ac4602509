"""Small files of the databank with made-up societies, and a way to read them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from remit.exchange.fdrs import Databank
from remit.exchange.sources import Source
from remit.federation import Federation

if TYPE_CHECKING:
    from pathlib import Path

    from remit.exchange.base import Reading
    from remit.problems import Problem

SOCIETIES = """\
KPI_DON_code,NSO_DON_name,NSO_ZON_name,iso_3,admission_date,admission_date_note,ZON_Code
DAA001,Aland Red Cross,North,AAA,26.10.1957,,S1
DBB001,Bergen Red Cross,North,BBB,08.02.1923, and rejoined in 1930,S1
DCC001,Cape Red Cross,South,CCC,,,S2
"""
CODEBOOK = """\
KPI_Code,KPI_Description,KPI_Note,UNIT_Code,KPI_Name
KPI_PeopleVol_Tot,Number of people volunteering,NS Governance & Structure,number,People volunteering
KPI_ReachH_CPD,Number of people reached - Health,NS Reach - CPD,number,People reached - Health
KPI_IncomeLC_CHF,Total income (Swiss Franc),NS Finance & Partnerships,number,Total income
KPI_IncomeLC,Total income,NS Finance & Partnerships,number,Total income in local currency
KPI_GB_Tot,Number of people on the Governing Board,NS Governance & Structure,number,
KPI_noLocalUnits,Number of Local Units,NS Governance & Structure,number,
ar,Annual report present,Document,logical,
Poverty,Share of the poor,World Development Indicators databank,percent,
analyst,,,text,
"""
LONG = "doncode,year,kpi,value\n"
WIDE = "KPI_DON_Code,iso3,NSO_DON_name,NSO_ZON_name,KPI_Year,KPI_StartDate,KPI_EndDate"


class Read(Protocol):
    def __call__(self, known: Federation | None = None, /, **files: str | bytes) -> Reading: ...


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read files, given by name (an ending is added) with their texts or bytes."""

    def read(known: Federation | None = None, /, **files: str | bytes) -> Reading:
        sources = []
        for name, content in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            sources.append(Source(path))
        return Databank().read(sources, known or Federation(), lambda *_: None)

    return read


@pytest.fixture
def read_values(read: Read) -> Read:
    """Read files together with the made-up societies and codebook."""

    def read_values(known: Federation | None = None, /, **files: str | bytes) -> Reading:
        return read(known, societies=SOCIETIES, codebook=CODEBOOK, **files)

    return read_values


def rows_of(reading: Reading, table: str) -> list[dict[str, Any]]:
    return [row for batch in reading.batches if batch.table == table for row in batch.rows.to_pylist()]


def problems_of(reading: Reading) -> list[tuple[str, str]]:
    """The problems' codes and places."""
    return [(problem.code, str(problem.where)) for problem in reading.problems]


def stops(reading: Reading) -> list[Problem]:
    return [problem for problem in reading.problems if problem.blocks]


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)
