"""`remit dump`: write a whole federation as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remit.cli import options
from remit.errors import WrongUse
from remit.language import gettext

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Example
  remit dump copy/ --federation DIR
"""


@click.command(epilog=EPILOG, short_help="Write a federation as files.")
@click.argument("target", metavar="FOLDER", type=options.FOLDER)
@options.federation_option
@options.as_option
def dump(target: Path, folder: Path | None) -> None:
    """Write the whole federation as CSV files and one file per plan.

    The same federation always gives the same bytes. An earlier dump in FOLDER is replaced.
    """
    federation = options.opened(folder)
    refuse_to_replace(target)
    federation.save(target)
    click.echo(gettext("Written to {folder}.").format(folder=target))


def refuse_to_replace(target: Path) -> None:
    """Raise `WrongUse` where a folder holds other things: some of them might be taken for parts of a dump."""
    from remit.exchange.settings_file import NAME

    if target.is_dir() and any(target.iterdir()) and not (target / NAME).is_file():
        raise WrongUse(gettext("{folder} holds other files; name an empty or a new folder.").format(folder=target))
