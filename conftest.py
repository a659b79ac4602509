"""Which tests stay together when several processes share the run (`make test`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TOGETHER = {"tests/scenes": "browser", "src/remit_web": "pages"}
"""Folders whose tests share what takes long to make: the demonstration and a browser, the example in a database.

They are the longest, so they begin first. Elsewhere the tests of a file stay together.
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    order = list(TOGETHER.values())
    groups = {item: _group(item.path.relative_to(config.rootpath)) for item in items}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: order.index(groups[item]) if groups[item] in order else len(order))


def _group(path: Path) -> str:
    return next((name for folder, name in TOGETHER.items() if path.is_relative_to(folder)), str(path))
