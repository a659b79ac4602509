"""Records two actions, each in a batch of its own; prints the latest hash as verify does."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only now are models there

from remit_web.audit.actions import record  # noqa: E402
from remit_web.audit.actors import Actor  # noqa: E402
from remit_web.audit.sealing import seal  # noqa: E402

call_command("migrate", verbosity=0)
for number in (1, 2):
    record(
        Actor("P-one", door="page", address="192.0.2.1"),
        "plan.submitted",
        "plans",
        "A",
        touches=[("units", str(number))],
    )
    (batch,) = seal()
json.dump(f"{batch.hash}@{batch.number}", sys.stdout)
