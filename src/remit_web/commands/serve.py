"""`remit serve`: the pages, by processes of one thread each (measured: threads are slower here)."""

from __future__ import annotations

import os

import click

from remit_web.commands import up_to_date

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
    up_to_date()
    run(host, port, workers)


def run(host: str, port: int, workers: int | None = None) -> None:
    """Serve until stopped; the database is up to date."""
    from remit_web.shell.files import collect

    collect()
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Gunicorn, set up here and not by its own command line."""

        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers or PER_CORE * (os.cpu_count() or 1))
            self.cfg.set("preload_app", True)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("keepalive", 5)

        def load(self) -> object:
            from django.db import connections

            from remit_web.wsgi import application

            connections.close_all()  # a connection does not live through a fork
            return application

    Server().run()
