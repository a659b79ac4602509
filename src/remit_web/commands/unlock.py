"""`remit unlock`: lets in again who has lost every second factor."""

from __future__ import annotations

import click

from remit.errors import WrongUse
from remit.language import gettext, ngettext
from remit_web.commands import up_to_date

EPILOG = """\b
Example
  remit unlock ann@example.org
"""


@click.command(epilog=EPILOG, short_help="Take the second factor off an account.")
@click.argument("email")
def unlock(email: str) -> None:
    """Take app, keys and recovery codes off an account whose owner has lost them all.

    Their password, or their organisation, then lets them in, and they set up a second factor anew. Be sure that it is
    they who ask.
    """
    up_to_date()
    from remit_web.access.acting import OPERATOR
    from remit_web.access.models import Person
    from remit_web.access.second_factor import take_off

    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise WrongUse(gettext("Nobody here has the address {email}.").format(email=email))
    count = take_off(OPERATOR, person)
    said = ngettext("{count} second factor is taken off.", "{count} second factors are taken off.", count)
    click.echo(said.format(count=count))
