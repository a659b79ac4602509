"""By what names, over what lines and with what words the pages are reached."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from remit.language import N_, gettext
from remit_web.commands.deployment.check import Check

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts

LOCAL = {"127.0.0.1", "localhost", "[::1]"}
"""Names by which a machine reaches itself."""


def _debug() -> Facts | None:
    from django.conf import settings

    return {} if settings.DEBUG else None


def _today() -> Facts | None:
    from django.conf import settings

    return {"day": settings.TODAY} if settings.TODAY else None


def _hosts() -> Facts | None:
    from django.conf import settings

    hosts = settings.ALLOWED_HOSTS
    return {"hosts": " ".join(hosts)} if set(hosts) <= LOCAL or {"*", "."} & set(hosts) else None


def _https() -> Facts | None:
    from django.conf import settings

    return None if settings.OVER_HTTPS else {}


def _proxies() -> Facts | None:
    from django.conf import settings

    return {} if settings.OVER_HTTPS and not settings.PROXIES else None


def _mail() -> Facts | None:
    way = os.environ.get("REMIT_MAIL", "").strip()
    if way in {"", "console"}:
        return {"reason": gettext("is not set: letters are written where the server runs, and reach nobody")}
    is_open = "tls=no" in urlsplit(way).query.split("&") and urlsplit(way).hostname not in LOCAL
    return {"reason": gettext("says tls=no: invitations can be read on their way")} if is_open else None


DEBUG = Check(
    "debug",
    N_("A failure shows nothing of the inside."),
    N_("REMIT_DEBUG is yes: whoever meets a failure sees code and settings."),
    N_("Set REMIT_DEBUG=no, or leave it out."),
    _debug,
)
TODAY = Check(
    "today",
    N_("It is the day that it is."),
    N_("REMIT_TODAY says that it is {day}: roles, due dates and records get a wrong day."),
    N_("Leave REMIT_TODAY out; it is for demonstrations."),
    _today,
)
HOSTS = Check(
    "hosts",
    N_("The pages answer to their own name, and to no other."),
    N_("REMIT_HOSTS is {hosts}: this machine's own names alone, or any name at all."),
    N_("Set REMIT_HOSTS to the names that people open, as in REMIT_HOSTS=remit.example.org."),
    _hosts,
)
HTTPS = Check(
    "https",
    N_("Everything goes over HTTPS."),
    N_("REMIT_HTTPS is not yes: passwords and sessions can be read on their way."),
    N_("Put a server in front that speaks HTTPS and sets X-Forwarded-Proto; then set REMIT_HTTPS=yes."),
    _https,
)
PROXIES = Check(
    "proxies",
    N_("People are told apart by the address that they come from."),
    N_("REMIT_PROXIES is 0 behind a server in front: everybody seems to come from there, and shares one count."),
    N_("Set REMIT_PROXIES to the number of servers in front that add to X-Forwarded-For, mostly 1."),
    _proxies,
)
MAIL = Check(
    "mail",
    N_("Letters reach people, and nobody else."),
    N_("REMIT_MAIL {reason}."),
    N_("Set REMIT_MAIL to a server that sends letters, and takes them over TLS."),
    _mail,
)
