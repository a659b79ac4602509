"""`remit work`: the worker, which does what is due again and again (`remit_web.jobs`); `remit serve` starts one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from threading import Event
from typing import TYPE_CHECKING

import click

from remit.cli.said import BLOCKED, DONE
from remit.language import gettext
from remit_web.commands import set_up, up_to_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit_web.jobs import Job

LOOK = 0.5
"""Seconds between two looks at what is due, and at whether the parent is there."""
EPILOG = """\b
Examples
  remit work
  remit work --once
"""


@click.command(epilog=EPILOG, short_help="Do what is due again and again.")
@click.option("--once", is_flag=True, help="Do everything once, and end.")
@click.option("--parent", type=int, hidden=True, help="End when this process, which started the worker, ends.")
@click.pass_context
def work(ctx: click.Context, *, once: bool, parent: int | None) -> None:
    """Seal the record of who did what each half minute, and do whatever else is due. remit serve does this too."""
    if parent is None:
        up_to_date()
    else:
        set_up()
    from remit_web.jobs import JOBS

    if once:
        done = [_do(job) for job in JOBS]
        ctx.exit(DONE if all(done) else BLOCKED)
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    if parent is None:
        click.echo(gettext("At work. Ctrl+C stops it."), err=True)
    else:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the server takes it for a wish to read its settings anew
    run(JOBS, stopped, parent)


def run(jobs: Sequence[Job], stopped: Event, parent: int | None = None) -> None:
    """Do each job at once and then again when it is due, until stopped, or until the parent is gone."""
    due = dict.fromkeys(jobs, time.monotonic())
    while not stopped.is_set() and parent in {None, os.getppid()}:
        for job in [one for one in jobs if due[one] <= time.monotonic()]:
            _do(job)
            due[job] = time.monotonic() + job.every.total_seconds()
        stopped.wait(LOOK)


def _do(job: Job) -> bool:
    """Do a job, and return whether it is done; one that fails is said in the log, and keeps no other from being done."""
    from django.db import close_old_connections

    close_old_connections()
    try:
        job.run()
    except Exception:
        logging.getLogger("remit.work").exception("%s failed", job.name)
        return False
    else:
        return True
    finally:
        close_old_connections()


def start() -> None:
    """Start a worker beside this process; it ends when this one does, whatever program that has become."""
    words = [sys.executable, "-m", "remit_web.commands.work", "--parent", str(os.getpid())]
    subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words


if __name__ == "__main__":
    work()
