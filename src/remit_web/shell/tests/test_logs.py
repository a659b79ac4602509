"""The log says of each request that went wrong what it was; of our own failures, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("remit_web.shell.tests.failing")]


@pytest.mark.parametrize(("address", "traced"), [("/refuses/", False), ("/nowhere/", False), ("/cannot_read/", False), ("/fails/", True)])  # fmt: skip
def test_only_a_failure_leaves_the_calls_that_led_to_it(
    anyone: Client, caplog: pytest.LogCaptureFixture, address: str, traced: bool
) -> None:
    anyone.raise_request_exception = False
    anyone.get(address)
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    assert address in record.getMessage()
    assert bool(record.exc_info) == traced
