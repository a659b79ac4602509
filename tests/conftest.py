"""Fixtures for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
DATA = REPOSITORY.parent / "shared" / "data"


def _data_set(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail(f"the data set {name} is required but absent")
        pytest.skip(f"left out: the open data set {name} is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def fdrs() -> Path:
    """The databank's files."""
    return _data_set("fdrs")


@pytest.fixture(scope="session")
def uninfo() -> Path:
    """The country-team framework files."""
    return _data_set("uninfo-frameworks")
