"""Where the data is, and who else could get at it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.language import N_
from remit_web.commands.deployment.check import Check, NotToBeSaid

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts

HERE = {"", "localhost", "127.0.0.1", "::1"}
PRIVATE = {"require", "verify-ca", "verify-full"}
"""Ways to PostgreSQL that never go without TLS."""


def database() -> dict[str, Any]:
    """Return how the database is reached."""
    from django.conf import settings

    found: dict[str, Any] = settings.DATABASES["default"]
    return found


def sqlite_file() -> Path | None:
    """Return the file of the database; None where it is on a server."""
    one = database()
    return Path(one["NAME"]) if one["ENGINE"].endswith("sqlite3") else None


def require_database() -> None:
    """Raise `NotToBeSaid` where there is no database yet: asking SQLite for one would make it."""
    file = sqlite_file()
    if file is not None and not file.exists():
        raise NotToBeSaid(f"{file} is not there")


def is_open(path: Path) -> bool:
    """Whether everybody on this machine can read a file, or enter a folder: by its mode, and by those of the folders above."""
    wanted = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    return bool(path.stat().st_mode & wanted) and all(
        one.stat().st_mode & stat.S_IXOTH for one in path.resolve().parents
    )


def _data_folder() -> Facts | None:
    from django.conf import settings

    return {"folder": settings.DATA} if settings.DATA.exists() and is_open(settings.DATA) else None


def _database_file() -> Facts | None:
    file = sqlite_file()
    return {"file": file} if file is not None and file.exists() and is_open(file) else None


def _postgresql() -> Facts | None:
    one = database()
    if not one["ENGINE"].endswith("postgresql") or one["HOST"] in HERE or one["HOST"].startswith("/"):
        return None
    way = one.get("OPTIONS", {}).get("sslmode") or os.environ.get("PGSSLMODE", "")
    return None if way in PRIVATE else {"host": one["HOST"]}


def _migrations() -> Facts | None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    require_database()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"count": len(waiting)} if waiting else None


DATA_FOLDER = Check(
    "data-folder",
    N_("Nobody else on this machine can enter the data folder."),
    N_("Everybody on this machine can enter {folder}."),
    N_("chmod 700 {folder}"),
    _data_folder,
)
DATABASE_FILE = Check(
    "database-file",
    N_("Nobody else on this machine can read the database."),
    N_("Everybody on this machine can read {file}."),
    N_("chmod 600 {file}, or keep it in a folder that is closed to others."),
    _database_file,
)
POSTGRESQL = Check(
    "postgresql",
    N_("What goes to PostgreSQL on another machine cannot be read on its way."),
    N_("PostgreSQL on {host} may be reached without TLS."),
    N_(
        "Add ?sslmode=verify-full&sslrootcert=system to REMIT_DATABASE; for a certificate of your own, its file instead of system."
    ),
    _postgresql,
)
MIGRATIONS = Check(
    "migrations",
    N_("The tables are those of this version."),
    N_("{count} changes of the tables are still to be made."),
    N_("Make a backup, then start `remit serve`: it brings them up to date."),
    _migrations,
)
