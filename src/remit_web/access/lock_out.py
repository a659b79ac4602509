"""The page that says that there were too many tries, and when the door opens again."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.shortcuts import render
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

LIMIT = {"app": "allauth.account", "action": "login_failed"}
SHORTEST = 60


def too_many(request: HttpRequest) -> HttpResponse:
    """Refuse, and say when to try again."""
    seconds = max([SHORTEST, *_waits(request)])
    page = render(request, "access/too_many.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    page["Retry-After"] = str(seconds)
    return page


def _waits(request: HttpRequest) -> Iterator[int]:
    """Yield how many seconds each limit that is reached still lasts: until the first of its tries is long enough ago."""
    for rate in get_rates(**LIMIT):
        tried = getattr(request, "_tried", None)
        if rate.per == "key" and tried is None:
            continue
        tries = cache.get(get_cache_key(request, **LIMIT, rate=rate, key=tried), [])
        if len(tries) >= rate.amount:
            yield max(1, math.ceil(tries[-1] + rate.duration - time.time()))


def forget_tries() -> None:
    """Let go the tries that no longer count, and from which addresses they came."""
    name, ops = str(settings.CACHES["default"]["LOCATION"]), connection.ops
    with connection.cursor() as cursor:
        now = ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"DELETE FROM {ops.quote_name(name)} WHERE expires < %s", [now])
