"""The plans of other organisations, which stand beside the federation: their units stand in none of its trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.errors import HasProblems
from remit.exchange.folder import files_of, read_files
from remit.federation import Settings
from remit.intake import take_in
from remit.problems import blocking

if TYPE_CHECKING:
    from pathlib import Path

    from remit.federation import Federation

FOLDERS = ("action-plan", "common-services", "movement-cooperation", "operational-plan")


def with_others(federation: Federation, examples: Path) -> Federation:
    """Return the federation with the plans of four others, whose units are partners."""
    for name in FOLDERS:
        reading = read_files(files_of(examples / name), Settings())
        reading.settings = None
        reading.batches = [batch for batch in reading.batches if batch.table != "trees"]
        taken = take_in(federation, reading)
        if blocking(taken.problems):
            raise HasProblems(taken.problems)
        federation = taken.federation
    return federation
