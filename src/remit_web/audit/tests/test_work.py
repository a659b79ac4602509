"""The worker: what is due is done at once and again; what fails is said, and stops nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.audit.models import Sealed
from remit_web.commands.work import run
from remit_web.jobs import JOBS, Job

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_for(seconds: float, jobs: Sequence[Job]) -> None:
    stopped = Event()
    Timer(seconds, stopped.set).start()
    run(jobs, stopped)


@pytest.mark.django_db
def test_a_job_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    made = record(Actor("P-one", door="page"), "plan.submitted")
    broken = Job("broken", timedelta(), "remit_web.nothing.there")
    run_for(0.7, (broken, *JOBS))
    assert Sealed.objects.filter(record=made).exists()
    assert [one.getMessage() for one in caplog.records] == ["broken failed"] * 2, "done at once, and again when due"


def test_a_worker_ends_when_its_parent_is_gone() -> None:
    never = Event()
    run((), never, parent=os.getpid())  # which is nobody's own parent


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@pytest.mark.django_db
def test_every_job_can_be_done_twice(job: Job) -> None:
    job.run()
    job.run()
