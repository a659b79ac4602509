"""Options that several commands take, and the federation that they work on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.errors import WrongUse
from remit.language import gettext

if TYPE_CHECKING:
    from remit.federation import Federation, Store
    from remit.observations import Audience


class Moment(click.ParamType[date | datetime]):
    """A day, which stands for its end in the federation's zone, or a moment (UTC where it states no zone)."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        if isinstance(value, date):
            return value
        try:
            if len(value) <= len("2008-06-18"):
                return date.fromisoformat(value)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date (2008-06-18) and no moment (2008-06-18T09:30:00Z).", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Day(click.ParamType[date]):
    """A day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write one like 2008-06-18.", param, ctx)


class Codes(click.ParamType[tuple[str, ...]]):
    """Codes or columns with commas between them."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        parts = tuple(part.strip() for part in value.split(","))
        if not all(parts):
            self.fail(f"{value!r} names nothing before or after a comma.", param, ctx)
        return parts


FOLDER = click.Path(file_okay=False, path_type=Path)
federation_option = click.option(
    "--federation",
    "folder",
    type=FOLDER,
    metavar="DIR",
    help="The folder that the federation is kept in; else the database.",
)
ACCOUNT, STORES = "remit.account", "remit.stores"
as_option = click.option(
    "--as",
    "account",
    metavar="ACCOUNT",
    expose_value=False,
    callback=lambda ctx, _param, value: ctx.meta.__setitem__(ACCOUNT, value),
    help="Act on the database as this account: with its rights, and its record.",
)
as_of_option = click.option(
    "--as-of", type=Moment(), metavar="DATE", help="As it was known then: a date means its end; or a moment."
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["duckdb", "reference"]),
    default="duckdb",
    show_default=True,
    help="What computes: DuckDB, or plain Python, which is slow and defines what is right.",
)
all_option = click.option("--all", "everything", is_flag=True, help="Show every problem and notice.")
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


def holds_federation(folder: Path) -> bool:
    """Whether a federation is kept in a folder."""
    from remit.exchange import FORMATS
    from remit.exchange.sources import Source

    return folder.is_dir() and FORMATS["folder"].recognises(Source(folder))


def store_of(folder: Path | None, *, make: bool = False) -> Store:
    """Return the store that a command works on: the folder that was named, else the application's database.

    `make`: to take rows in; a database that is not there yet is made. Raises `WrongUse` where there is no such store.
    """
    opened: dict[tuple[Path | None, bool], Store] = click.get_current_context().meta.setdefault(STORES, {})
    if (folder, make) not in opened:
        opened[folder, make] = _opened_store(folder, make=make)
    return opened[folder, make]


def _opened_store(folder: Path | None, *, make: bool) -> Store:
    account = click.get_current_context().meta.get(ACCOUNT)
    if folder is not None:
        from remit.exchange.folder import FolderStore

        if account:
            raise WrongUse(gettext("A folder has no accounts: leave out --as, or leave out --federation."))

        return FolderStore(folder)
    database = next(iter(entry_points(group="remit.stores")), None)
    if database is None:
        raise WrongUse(gettext("Name a folder with --federation; the application, which has a database, is not there."))
    store: Store = database.load()(make=make, account=account)
    return store


def opened(folder: Path | None) -> Federation:
    """Return the federation in a folder, or in the database. Raises `WrongUse` where there is none."""
    from remit.federation import Federation

    if folder is None:
        return store_of(None).read()
    store_of(folder)
    if not holds_federation(folder):
        raise WrongUse(gettext("There is no federation in {folder}.").format(folder=folder))
    return Federation.open(folder)


def opened_or_new(folder: Path | None) -> Federation:
    """Return the federation in a folder or the database, or an empty one where there is none yet."""
    from remit.federation import Federation

    if folder is None:
        return store_of(None, make=True).read()
    store_of(folder)
    if not folder.exists() or not any(folder.iterdir()):
        return Federation()
    if not holds_federation(folder):
        raise WrongUse(
            gettext("{folder} holds other files and no federation; name an empty or a new folder.").format(
                folder=folder
            )
        )
    return Federation.open(folder)


def narrower(asked: str, may: Audience) -> Audience:
    """Return the audience that was asked for, or the one that whoever asks belongs to where that sees less."""
    from remit.observations import SEES

    order: list[Audience] = [*SEES]
    return min((one for one in order if one in {asked, may}), key=order.index)


def moment_of(federation: Federation, as_of: date | datetime | None) -> datetime | None:
    """Return the moment that `--as-of` means for this federation."""
    return as_of if as_of is None or isinstance(as_of, datetime) else federation.settings.end_of(as_of)


def refuse_without_folder(file: Path) -> None:
    """Raise `WrongUse` where the folder that a file is to be written in is not there."""
    if not file.parent.is_dir():
        reason = gettext("{file} cannot be written: there is no folder {folder}; make it, or name another.")
        raise WrongUse(reason.format(file=file, folder=file.parent))
