"""`remit serve`: the pages, by processes of one thread each (measured: threads are slower here)."""

from __future__ import annotations

import os
import sys

import click

from remit_web.commands import up_to_date
from remit_web.commands.port import check_port

PER_CORE = 2


EPILOG = """\b
Example
  remit serve --port 8080
"""


@click.command(epilog=EPILOG, short_help="Serve the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port.")
@click.option("--workers", type=click.IntRange(1), help="How many processes; two for each core where not said.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the federation in the database."""
    check_port(host, port, "remit serve")
    up_to_date()
    run(host, port, workers)


def run(host: str, port: int, workers: int | None = None) -> None:
    """Become the server, until stopped; the database is up to date.

    This process is replaced by a fresh one: what a load leaves behind (threads of DuckDB and Arrow) does not live
    through the forks that make the workers.
    """
    from remit_web.shell.files import collect

    collect()
    options = {
        "--bind": f"{host}:{port}",
        "--workers": str(workers or PER_CORE * (os.cpu_count() or 1)),
        "--keep-alive": "5",
        "--log-level": "warning",
    }
    words = [sys.executable, "-m", "gunicorn", "remit_web.wsgi:application", "--preload"]
    sys.stdout.flush()
    os.execv(sys.executable, [*words, *(word for option in options.items() for word in option)])  # noqa: S606 - our own words
