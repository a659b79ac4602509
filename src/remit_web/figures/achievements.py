"""What each plan aims at and has reached: by element and indicator, in all years.

The rows of one unit are made of what the audience may see of that unit; a page takes each from its reader's audience there.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.plan_results import plan_results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def achievements(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The results of each plan that has an indicator."""
    seen = seen_by(federation, audience)
    known = seen.current()
    plans = {row["plan"] for row in known.rows("plans")}
    for plan in sorted(plans & {row["plan"] for table in ("plan_indicators", "targets") for row in known.rows(table)}):
        found = plan_results(seen, plan, today, audience=audience)
        headlines, aims = ([asdict(one) for one in rows] for rows in (found.headlines(), found.aims()))
        yield plan, {"headlines": headlines, "aims": aims}
