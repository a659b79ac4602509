"""`remit serve`: the pages, by processes of one thread each (measured: threads are slower here)."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address

import click

from remit.language import gettext
from remit_web.commands import up_to_date, work
from remit_web.commands.port import check_port

PER_CORE = 2
TIMEOUT = 30
LIMITS = {
    "--limit-request-line": "4094",
    "--limit-request-fields": "64",
    "--limit-request-field_size": "8190",
    "--forwarded-allow-ips": "",  # what a server in front says is judged in one place: by REMIT_HTTPS and REMIT_PROXIES
}
"""What the server itself refuses to read, before the application is asked."""


EPILOG = """\b
Example
  remit serve --port 8080
"""


@click.command(epilog=EPILOG, short_help="Serve the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port.")
@click.option("--workers", type=click.IntRange(1), help="How many processes; two for each core where not said.")
@click.option(
    "--timeout", type=click.IntRange(1), default=TIMEOUT, show_default=True,
    help="After so many seconds a request that is still being sent, or answered, is cut off.",
)  # fmt: skip
def serve(host: str, port: int, workers: int | None, timeout: int) -> None:
    """Serve the federation in the database, with a worker beside the pages (see remit work)."""
    check_port(host, port, "remit serve")
    up_to_date()
    if not _is_this_machine(host):
        _warn_of_what_is_unsafe()
    run(host, port, workers, timeout)


def _is_this_machine(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _warn_of_what_is_unsafe() -> None:
    from remit_web.commands.deployment import outcomes

    unsafe = [one.check.code for one in outcomes() if not one.is_safe]
    if unsafe:
        said = gettext("Warning: others may reach this, and it is not safe ({codes}): see `remit check-deploy`.")
        click.echo(said.format(codes=", ".join(unsafe)), err=True)


def run(host: str, port: int, workers: int | None = None, timeout: int = TIMEOUT) -> None:
    """Become the server, until stopped; the database is up to date.

    This process is replaced by a fresh one: what a load leaves behind (threads of DuckDB and Arrow) does not live
    through the forks that make the workers. The worker for what is due (`remit work`) stays its child.
    """
    from remit_web.shell.files import collect

    collect()
    work.start()
    options = {
        "--bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--workers": str(workers or PER_CORE * (os.cpu_count() or 1)),
        "--timeout": str(timeout),
        "--keep-alive": "5",
        "--log-level": "warning",
        **LIMITS,
    }
    words = [sys.executable, "-m", "gunicorn", "remit_web.wsgi:application", "--preload", "--no-control-socket"]
    sys.stdout.flush()
    os.execv(sys.executable, [*words, *(word for option in options.items() for word in option)])  # noqa: S606 - our own words
