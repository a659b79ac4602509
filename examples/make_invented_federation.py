"""Make the invented federation: always the same files. Run it as `python examples/make_invented_federation.py [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from invention import appeal_and_grant, country_plans, measures, places, rounds, secretariat, strategy, values
from invention.beside import with_others
from invention.rows import Rows

from remit.federation import Federation, Settings

EXAMPLES = Path(__file__).parent
FOLDER = EXAMPLES / "invented-federation"
SETTINGS = Settings(
    name="World Federation of Relief Societies (invented)",
    languages=("en", "fr", "ar"),
    time_zone="Europe/Zurich",
    currency="CHF",
    tree="structure",
)


def federation() -> Federation:
    """Return the invented federation, with the plans of other organisations beside it."""
    rows = Rows()
    places.make(rows)
    measures.make(rows)
    appeal_and_grant.make_funds(rows)
    strategy.make(rows)
    secretariat.make(rows)
    country_plans.make(rows)
    appeal_and_grant.make_appeal(rows)
    appeal_and_grant.make_grant(rows)
    rounds.make(rows)
    values.make(rows)
    return with_others(rows.federation(SETTINGS), EXAMPLES)


if __name__ == "__main__":
    federation().save(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
