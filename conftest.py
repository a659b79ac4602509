"""The example federation in a database, loaded once for all tests of pages; and which tests stay together (`make test`)."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_django import DjangoDbBlocker

TOGETHER = {
    "tests/scenes/": "scenes",
    "src/remit_web/collection/": "walks",
    "src/remit_web/overview/": "walks",
    "tests/matrix/": "walks",
    "src/remit_web/": "pages",
    "tests/deployment/": "pages",
}
"""Folders whose tests share what takes long to make: the demonstration and a browser, the example in a database.

They are the longest, so they begin first; the first that fits counts. Elsewhere the tests of a file stay together.
"""


def group_of(test: str) -> str:
    """Return what a test stays together with: its folder, or its file."""
    return next((group for folder, group in TOGETHER.items() if test.startswith(folder)), test.partition("::")[0])


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands out tests group by group."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order: Sequence[str] = list(dict.fromkeys(TOGETHER.values()))
    items.sort(key=lambda item: order.index(group) if (group := group_of(item.nodeid)) in order else len(order))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes run the tests: half again as many as there are cores, for many tests wait."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the example federation into the test database."""
    from django.conf import settings

    from remit_web.commands.demo import TODAY, load_example
    from remit_web.shell.files import collect

    settings.TODAY = date.fromisoformat(TODAY)
    settings.LIMITS_FILE = None  # tests ask for more than anybody does
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # the real one is slow, as it should be
    collect()
    with django_db_blocker.unblock():
        load_example()


@pytest.fixture
def rows_may_change(db: None) -> Iterator[None]:
    """Rows that are only ever added may be changed in this test: what holds them is taken off, and put back."""
    from remit_web.audit.append_only import let_go

    with let_go():
        yield
