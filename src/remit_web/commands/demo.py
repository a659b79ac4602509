"""`remit demo`: the invented federation, loaded once and served, with people to sign in as."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from remit.language import gettext
from remit_web.commands import up_to_date
from remit_web.commands.port import check_port

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).parents[3] / "examples" / "invented-federation"
HOST = "127.0.0.1"
TODAY = "2026-11-20"
"""The day on which the example stands; its figures are made for it."""
PASSWORD = "remit-demo"  # noqa: S105 - of a demonstration, printed when it starts


class Account(NamedTuple):
    """Somebody to sign in as."""

    email: str
    name: str
    role: str
    unit: str


ACCOUNTS = (
    Account("planning@example.org", "Paula Planning", "planner", "WFRS"),
    Account("finance@example.org", "Felix Finance", "budget holder", "SEC"),
    Account("reporting@example.org", "Rita Reporting", "reporter", "M-ARV"),
    Account("neighbour@example.org", "Nia Neighbour", "reporter", "M-KIL"),
    Account("host@example.org", "Hana Host", "planner", "M-ARV"),
    Account("partner@example.org", "Paolo Partner", "partner", "M-ALP"),
    Account("signatory@example.org", "Sami Signatory", "signatory", "M-ARV"),
    Account("region@example.org", "Rosa Region", "reviewer", "R-EUR"),
    Account("approver@example.org", "Abel Approver", "approver", "WFRS"),
    Account("secretary@example.org", "Selma Secretary", "secretary", "WFRS"),
    Account("auditor@example.org", "Aya Audit", "auditor", "WFRS"),
    Account("cases@example.org", "Casper Cases", "case officer", "WFRS"),
    Account("donor@example.org", "Dora Donor", "donor", "LUMEN"),
    Account("admin@example.org", "Adam Admin", "administrator", "WFRS"),
)


EPILOG = """\b
Example
  remit demo --port 8080
"""


@click.command(epilog=EPILOG, short_help="Serve an invented federation.")
@click.option("--port", default=8000, show_default=True, help="The port.")
def demo(port: int) -> None:
    """Load an invented federation (once) and serve it on this machine."""
    check_port(HOST, port, "remit demo")
    os.environ.setdefault("REMIT_DATA", "demo")
    os.environ.setdefault("REMIT_TODAY", TODAY)
    up_to_date()
    if not _is_loaded():
        click.echo(gettext("Loading the example federation ..."), err=True)
        load_example()
    for line in _welcome(port):
        click.echo(line)
    from remit_web.commands.serve import run

    run(HOST, port)


def _is_loaded() -> bool:
    from remit_web.figures.models import Kept

    return Kept.objects.exists()


def load_example() -> None:
    """Load the example and make its people: all of it or nothing."""
    from django.db import transaction

    from remit.cli.load import taken_in
    from remit.errors import HasProblems
    from remit.problems import blocking
    from remit_web.store import DatabaseStore

    with transaction.atomic():
        _, intake = taken_in([EXAMPLE], None, DatabaseStore().read())
        if blocking(intake.problems):
            raise HasProblems(intake.problems)
        DatabaseStore().write(intake.federation, [EXAMPLE.name])
        make_accounts()


def make_accounts() -> None:
    """Make the people of the demonstration."""
    from remit_web.access.models import Person, Role

    for account in ACCOUNTS:
        person = Person.objects.create_user(account.email, PASSWORD, name=account.name)
        Role.objects.create(person=person, role=account.role, unit=account.unit)


def _welcome(port: int) -> Iterator[str]:
    yield ""
    yield gettext("Remit is at http://127.0.0.1:{port} (the federation there is invented).").format(port=port)
    yield gettext("Sign in as one of these, with the password {password}; or read without, what is public.").format(
        password=PASSWORD
    )
    for account in ACCOUNTS:
        yield f"  {account.email:26} {account.role}, {account.unit}"
    yield gettext("Ctrl+C stops it.")
