"""How often somebody may ask: a person for themselves, everyone else by the address that they come from."""

from __future__ import annotations

import math
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from remit_web.access.readers import Reader
from remit_web.origin import address_of
from remit_web.shell.counters import counters
from remit_web.shell.refusals import PROGRAMS, TOO_OFTEN, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class Limit(NamedTuple):
    """How often: so many at once, and so many again every `seconds`; for who has signed in, and for everyone of an address."""

    name: str
    signed_in: int
    anyone: int
    seconds: int = 60


LIMITS = {
    PROGRAMS: Limit("api", signed_in=600, anyone=120),
    "/search/": Limit("search", signed_in=60, anyone=30),
}
"""By the beginning of the address."""


class TooOften(Exception):
    """Somebody asks too often; `seconds`: how long to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"too often: wait for {self.seconds} seconds")


def hold(request: HttpRequest, limit: Limit) -> None:
    """Count a request against a limit; raises `TooOften`, which is answered with 429 wherever it is raised."""
    if settings.LIMITS_FILE is None:
        return
    person = Reader.of(request).person
    who = f"{limit.name} person {person.pk}" if person else f"{limit.name} {_neighbours(address_of(request))}"
    most = limit.signed_in if person else limit.anyone
    if seconds := counters(settings.LIMITS_FILE).wait(who, most, limit.seconds):
        raise TooOften(seconds)


def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """Say how long to wait."""
    answer = refusal(request, TOO_OFTEN, seconds=error.seconds)
    answer["Retry-After"] = str(error.seconds)
    return answer


class Limits:
    """Holds requests to the limits of their addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            for beginning, limit in LIMITS.items():
                if request.path_info.startswith(beginning):
                    hold(request, limit)
        except TooOften as error:
            return too_often(request, error)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer where a view held a request to a limit of its own."""
        return too_often(request, exception) if isinstance(exception, TooOften) else None


def _neighbours(address: str) -> str:
    """Return the network of an IPv6 address, of which anybody has a whole one."""
    found = ip_address(address) if ":" in address else None
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else address
