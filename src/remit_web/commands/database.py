"""The database as a store of the command line: what a command works on where no folder is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.errors import WrongUse
from remit.language import gettext
from remit_web.commands import set_up, up_to_date

if TYPE_CHECKING:
    from remit.federation import Store


def store(*, make: bool, account: str | None = None) -> Store:
    """Return the database's store, its tables up to date; raises `WrongUse` where it is not there and not to be made.

    `account`: the e-mail of somebody with whose rights, and on whose record, everything is done; None: the operator's.
    """
    set_up()
    from django.conf import settings

    where: dict[str, Any] = settings.DATABASES["default"]
    if not make and where["ENGINE"].endswith("sqlite3") and not Path(where["NAME"]).exists():
        raise WrongUse(gettext("There is no database yet: load a federation, or name a folder with --federation."))
    up_to_date()
    from remit_web.store import DatabaseStore

    if account is None:
        return DatabaseStore()
    from remit_web.store_of_account import account_store

    return account_store(account, takes_in=make)
