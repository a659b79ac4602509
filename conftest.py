"""Which tests stay together when several processes share the run (`make test`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

TOGETHER = ("tests/scenes/", "src/remit_web/")
"""Folders whose tests share what takes long to make: the demonstration and a browser, the example in a database.

They are the longest, so they begin first. Elsewhere the tests of a file stay together.
"""


def group_of(test: str) -> str:
    """Return what a test stays together with: its folder, or its file."""
    return next((folder for folder in TOGETHER if test.startswith(folder)), test.partition("::")[0])


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands out tests group by group."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order: Sequence[str] = TOGETHER
    items.sort(key=lambda item: order.index(group) if (group := group_of(item.nodeid)) in order else len(order))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return Together(config, log)
