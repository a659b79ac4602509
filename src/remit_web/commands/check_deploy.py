"""`remit check-deploy`: whether it is safe to let others reach the pages; what is not, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remit.cli.options import json_option
from remit.cli.said import BLOCKED, DONE, print_json
from remit.language import gettext, ngettext
from remit_web.commands import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from remit_web.commands.deployment import Outcome

EPILOG = """\b
Example
  REMIT_HOSTS=remit.example.org REMIT_HTTPS=yes REMIT_PROXIES=1 remit check-deploy
  remit check-deploy --json
"""


@click.command("check-deploy", epilog=EPILOG, short_help="Say what is unsafe for others to reach.")
@json_option
@click.pass_context
def check_deploy(ctx: click.Context, *, as_json: bool) -> None:
    """Say what is unsafe in the settings, files and accounts here, and how to mend it.

    Run it where the server runs, with the same variables. Nothing is changed. Exit code 1 if anything is unsafe.
    """
    set_up()
    from remit_web.commands.deployment import outcomes

    found = outcomes()
    if as_json:
        print_json(_as_data(found))
    else:
        for line in _lines(found):
            click.echo(line)
    ctx.exit(DONE if all(one.is_safe for one in found) else BLOCKED)


def _as_data(found: Sequence[Outcome]) -> dict[str, object]:
    checks = [
        {
            "code": one.check.code,
            "safe": one.is_safe,
            "holds": gettext(one.check.holds),
            "says": one.says,
            "mend": one.mend,
        }
        for one in found
    ]
    return {"safe": all(one.is_safe for one in found), "checks": checks}


def _lines(found: Sequence[Outcome]) -> Iterator[str]:
    unsafe = [one for one in found if not one.is_safe]
    yield from _unsafe_lines(unsafe) if unsafe else [gettext("Nothing is unsafe.")]
    yield ""
    yield gettext("This holds:")
    for one in found:
        if one.is_safe:
            yield f"  {one.check.code:14} {gettext(one.check.holds)}"


def _unsafe_lines(unsafe: Sequence[Outcome]) -> Iterator[str]:
    from remit.cli.tables import Column, table, terminal_width

    yield ngettext("{count} thing is unsafe", "{count} things are unsafe", len(unsafe)).format(count=len(unsafe))
    columns = [
        Column(gettext("Check")),
        Column(gettext("What is unsafe"), wraps=True),
        Column(gettext("How to mend it"), wraps=True),
    ]
    width = terminal_width()
    rows = [(one.check.code, one.says, one.mend) for one in unsafe]
    yield from (f"  {line}" for line in table(columns, rows, width=None if width is None else width - 2))
