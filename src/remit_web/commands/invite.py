"""`remit invite`: the first administrator, and whoever else the operator of the machine lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remit.errors import Refused, WrongUse
from remit.language import gettext
from remit_web.commands import up_to_date

if TYPE_CHECKING:
    from datetime import datetime

EPILOG = """\b
Example
  remit invite ann@example.org --role administrator --unit FEDERATION
"""


@click.command(epilog=EPILOG, short_help="Invite somebody.")
@click.argument("email")
@click.option("--role", required=True, help="The role, as in: administrator, reporter, planner.")
@click.option("--unit", required=True, help="The code of the unit on which they hold it.")
@click.option("--name", default="", help="What they are called.")
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the role; open where not said.")
@click.option(
    "--at", "place", help="Where the pages are, as in https://remit.example.org; as the settings say where not said."
)
def invite(  # noqa: PLR0917 - click fills them
    email: str, role: str, unit: str, name: str, ends: datetime | None, place: str | None
) -> None:
    """Invite somebody to a role, and print the address with which they make their account.

    The address works once, for 14 days. No letter is sent: give the address to them yourself.
    """
    up_to_date()
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse

    from remit_web.access.acting import OPERATOR
    from remit_web.access.invitations import invite as invited
    from remit_web.access.rights import ROLES
    from remit_web.organisation.models import Unit

    try:
        validate_email(email)
    except ValidationError as error:
        raise WrongUse(gettext("“{email}” is not an e-mail address.").format(email=email)) from error
    if role not in ROLES:
        raise WrongUse(
            gettext("There is no role “{role}”; there are: {roles}.").format(role=role, roles=", ".join(ROLES))
        )
    if not Unit.objects.filter(unit=unit).exists():
        raise WrongUse(gettext("No unit has the code {unit}: load the federation first.").format(unit=unit))
    try:
        made, secret = invited(OPERATOR, email, role, unit, name=name, ends=ends.date() if ends else None)
    except PermissionDenied as refused:
        raise Refused(str(refused)) from refused
    said = gettext("{email} makes their account here, until {day}:")
    click.echo(said.format(email=made.email, day=made.expires_at.date().isoformat()))
    click.echo((place or _place()).rstrip("/") + reverse("invitation", args=[secret]))


def _place() -> str:
    """Return where the pages are, as far as the settings tell."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}" if settings.OVER_HTTPS else f"http://{host}:8000"
