"""What is done again and again, by the worker (`remit work`): each job with how often.

A job may run in several workers at once, and after a failure it runs again: it must not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Job:
    """One job. `function`: its dotted name; it is imported when it runs."""

    name: str
    every: timedelta
    function: str

    def run(self) -> None:
        """Do it once."""
        import_string(self.function)()


JOBS = (
    Job("audit.seal", timedelta(seconds=30), "remit_web.audit.sealing.seal"),
    Job("access.forget", timedelta(hours=6), "remit_web.access.personal_data.forget"),
    Job("access.forget-tries", timedelta(hours=1), "remit_web.access.lock_out.forget_tries"),
    Job("drafts.put-in-force", timedelta(seconds=15), "remit_web.drafts.putting_in_force.put_in_force"),
)
"""Every job, in the order in which they run where several are due."""
