"""Dump, load, dump gives identical files; the same files loaded again add nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import contents

if TYPE_CHECKING:
    from .conftest import Loaded, Remit

EXAMPLES = sorted(path.parent for path in Path(__file__).parent.parent.parent.glob("examples/*/federation.yaml"))


@pytest.mark.data
@pytest.mark.parametrize("name", ["databank", "frameworks"])
def test_a_dump_of_published_data_loads_into_the_same_dump(
    remit: Remit, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    loaded: Loaded = request.getfixturevalue(name)
    _goes_round(remit, loaded.folder, tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_dump_of_an_example_loads_into_the_same_dump(remit: Remit, example: Path, tmp_path: Path) -> None:
    loaded = tmp_path / "loaded"
    remit("load", example, "--federation", loaded)
    _goes_round(remit, loaded, tmp_path)
    _adds_nothing(remit, loaded, example)


@pytest.mark.data
def test_the_databank_loaded_again_adds_nothing(remit: Remit, databank: Loaded, fdrs: Path) -> None:
    _adds_nothing(remit, databank.folder, fdrs, "--format", "fdrs")


@pytest.mark.data
def test_the_frameworks_loaded_again_add_nothing(remit: Remit, frameworks: Loaded, uninfo: Path) -> None:
    _adds_nothing(remit, frameworks.folder, uninfo, "--format", "uninfo")


def _goes_round(remit: Remit, federation: Path, tmp_path: Path) -> None:
    one, again, two = tmp_path / "one", tmp_path / "again", tmp_path / "two"
    remit("dump", one, "--federation", federation)
    remit("load", one, "--federation", again)
    remit("dump", two, "--federation", again)
    assert contents(one)
    assert contents(one) == contents(two)


def _adds_nothing(remit: Remit, federation: Path, *words: object) -> None:
    before = contents(federation)
    said = remit("load", *words, "--federation", federation, "--json").json
    assert {table: counts["added"] + counts["corrected"] for table, counts in said["tables"].items()} == dict.fromkeys(
        said["tables"], 0
    )
    assert contents(federation) == before
