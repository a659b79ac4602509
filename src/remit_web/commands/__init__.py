"""Commands that need the application; the command line finds them by the entry-point group `remit.commands`."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from remit.language import gettext

if TYPE_CHECKING:
    from pathlib import Path


def set_up() -> None:
    """Make Django ready: settings read, models there."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit_web.settings")
    django.setup()


def up_to_date() -> None:
    """Bring the database's tables up to date; a database that is not there is made."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from remit_web.environment import SECRET_FILE

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_secret(settings.DATA / SECRET_FILE, settings.SECRET_KEY)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    work_out_anew()


def work_out_anew() -> None:
    """Keep figures and answers again where a migration let them go, for they have another form now."""
    from django.db import transaction

    from remit_web.figures.keep import keep
    from remit_web.figures.models import Kept
    from remit_web.store import DatabaseStore
    from remit_web.units.models import FederationSettings

    if FederationSettings.objects.exists() and not Kept.objects.exists():
        click.echo(gettext("Working out the figures anew ..."), err=True)
        with transaction.atomic():
            keep(DatabaseStore().read())


def _keep_secret(file: Path, secret: str) -> None:
    """Keep the secret for the processes to come, readable by its owner alone; what is there stays."""
    with suppress(FileExistsError), open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:  # noqa: PTH123 - with rights
        out.write(secret)
