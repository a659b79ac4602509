"""Where a request comes from: the address that the outermost trusted server saw.

Each server in front adds the address that it was asked from to `X-Forwarded-For`; whatever stood there before, anybody can
have written. So of as many servers as `REMIT_PROXIES` says, as many addresses count, from the right.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address that a request comes from; empty where the server in front is reached without one."""
    seen: str = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES:
        return seen
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _plain(forwarded[-settings.PROXIES :][0]) or seen


def _plain(text: str) -> str:
    """Return an address without the port that some servers write behind it; empty where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
