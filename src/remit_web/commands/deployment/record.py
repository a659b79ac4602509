"""The record of who did what: nobody can change it, and what was written is sealed soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.language import N_
from remit_web.commands.deployment.check import Check
from remit_web.commands.deployment.data import require_database

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts


def _held() -> Facts | None:
    from remit_web.audit.append_only import lacking

    require_database()
    tables = sorted(one.table for one in lacking())
    return {"tables": ", ".join(tables)} if tables else None


def _sealed() -> Facts | None:
    from django.utils import timezone

    from remit_web.audit.sealing import unsealed
    from remit_web.audit.verify import SOON

    require_database()
    oldest = unsealed().filter(at__lt=timezone.now() - SOON).order_by("at").values_list("at", flat=True).first()
    return {"at": f"{oldest:%Y-%m-%d %H:%M} UTC"} if oldest else None


HELD = Check(
    "record-held",
    N_("The database itself refuses to change what is only ever added to."),
    N_("The database would let somebody change rows of {tables}."),
    N_("Find out who took the triggers off, and `remit audit verify` what they did; `remit serve` puts them on again."),
    _held,
)
SEALED = Check(
    "record-sealed",
    N_("What was recorded is sealed within minutes."),
    N_("Nothing is sealed: a record waits since {at}."),
    N_("Let the worker run: `remit serve` starts one, `remit work` is one by itself."),
    _sealed,
)
