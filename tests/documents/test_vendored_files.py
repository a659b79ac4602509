"""The browser files of others are exactly those that the manifest lists."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django")

from remit_web.shell.vendor import FOLDERS, MANIFEST, REPOSITORY, digest, listed

if TYPE_CHECKING:
    from pathlib import Path

FILES = {REPOSITORY / file["file"]: file["sha256"] for one in listed() for file in one["files"]}
FREE = {"Apache-2.0", "MIT", "ISC", "0BSD", "OFL-1.1"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_what_the_manifest_says(path: Path) -> None:
    assert digest(path) == FILES[path]


def test_no_file_stands_outside_the_manifest() -> None:
    there = {path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*") if path.is_file()}
    assert there - {MANIFEST} == set(FILES)


def test_each_package_has_a_version_and_a_licence_that_we_may_pass_on_with_its_text() -> None:
    for one in listed():
        assert re.fullmatch(r"\d+\.\d+\.\d+", one["version"])
        assert one["licence"] in FREE or one["used"] == "in tests alone"
        assert any("LICENSES" in file["file"] for file in one["files"])


def test_what_is_passed_on_stays_below_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in FILES if "tests" not in path.parts) < 3_000_000


def test_no_file_asks_for_one_that_is_not_there() -> None:
    for path in FILES:
        if path.suffix in {".css", ".js"}:
            assert b"sourceMappingURL" not in path.read_bytes()[-300:]


def test_the_world_has_every_country_in_its_place() -> None:
    shapes = json.loads((REPOSITORY / "src/remit/documents/charts/vendor/world.json").read_text())["features"]
    places = {one["properties"]["name"]: one["geometry"]["coordinates"][0][0][0] for one in shapes}
    assert len(places) == len(shapes) > 230
    assert {"CHE", "TUV", "SGP", "PSE"} <= set(places)
    assert places["NZL"][0] > places["CHE"][0] > places["BRA"][0]
    assert places["NOR"][1] > places["KEN"][1] > places["ZAF"][1]
