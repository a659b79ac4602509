"""Commands that need the application; the command line finds them by the entry-point group `remit.commands`."""

from __future__ import annotations

import os


def set_up() -> None:
    """Make Django ready: settings read, models there."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit_web.settings")
    django.setup()


def up_to_date() -> None:
    """Bring the database's tables up to date; a database that is not there is made."""
    from django.conf import settings
    from django.core.management import call_command

    set_up()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
