"""Where a request comes from: what the trusted servers in front have seen, and nothing that its sender wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit_web.origin import address_of

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django import Settings

SENT = "203.0.113.9, 198.51.100.7, 192.0.2.5"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "127.0.0.1"),
        (0, SENT, "127.0.0.1"),
        (1, SENT, "192.0.2.5"),
        (2, SENT, "198.51.100.7"),
        (3, SENT, "203.0.113.9"),
        (1, "", "127.0.0.1"),
        (2, "192.0.2.5", "192.0.2.5"),
        (1, "192.0.2.5:4711", "192.0.2.5"),
        (1, "[2001:db8::5]:4711", "2001:db8::5"),
        (1, "2001:DB8:0::5", "2001:db8::5"),
        (1, "::ffff:192.0.2.5", "192.0.2.5"),
        (1, "unknown", "127.0.0.1"),
        (1, "192.0.2.5, <script>", "127.0.0.1"),
        (1, "192.0.2.5, ", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_server_saw(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.PROXIES = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded} if forwarded else None)
    assert address_of(request) == expected


def test_a_server_that_is_reached_without_addresses_gives_none(rf: RequestFactory) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR="")) == ""
