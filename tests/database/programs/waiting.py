"""Records an action, and leaves it to be sealed."""

from __future__ import annotations

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only now are models there

from remit_web.audit.actions import record  # noqa: E402
from remit_web.audit.actors import Actor  # noqa: E402

call_command("migrate", verbosity=0)
sys.stdout.write(str(record(Actor("P-one", door="page"), "plan.submitted").pk))
