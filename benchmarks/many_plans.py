"""Ten thousand plans of the example's units, with what a list says of each."""

from __future__ import annotations

from datetime import UTC, datetime

MANY = 10_000


def add_plans(many: int = MANY, begin: int = 0) -> None:
    """Add rows of plans, their titles, and what is kept of them for a list; every third is for its unit, every third public."""
    from remit_web.figures.models import Answer
    from remit_web.organisation.models import Text
    from remit_web.plans.models import Plan
    from remit_web.units.models import Standing

    at = datetime(2026, 1, 1, tzinfo=UTC)
    units = list(Standing.objects.filter(tree="structure").order_by("unit").values_list("unit", flat=True))
    codes = [f"MANY-{number:05}" for number in range(begin, begin + many)]
    Plan.objects.bulk_create(
        Plan(
            plan=code, unit=units[number % len(units)], kind="project", period="2026", currency="CHF", language="en",
            visibility=("public", "federation", "unit")[number % 3], recorded_at=at,
        )
        for number, code in enumerate(codes)
    )  # fmt: skip
    Text.objects.bulk_create(
        Text(of="plans", key=code, field="title", language="en", text=f"Project {code}", state="final", recorded_at=at)
        for code in codes
    )
    facts = Answer.objects.filter(kind="plan", key="CP-ARV-2026").values_list("facts", flat=True)[0]
    Answer.objects.bulk_create(
        Answer(audience=audience, kind="plan", key=code, facts=facts)
        for code in codes
        for audience in ("public", "federation", "whole")
    )
