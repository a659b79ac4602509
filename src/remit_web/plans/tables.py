"""Aims of one element and indicator as a table: where it began, and each period's target beside what was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.plans.results import Aim


@dataclass(frozen=True)
class AimTable:
    """The aims of a plan's own unit as a whole, by period; `others`: of other units, and of cells."""

    baselines: tuple[Aim, ...]
    milestones: tuple[Aim, ...]
    targets: Mapping[str, Aim]
    others: tuple[Aim, ...]

    @staticmethod
    def of(aims: Iterable[Aim], unit: str) -> AimTable:
        """Return the table of some aims."""
        every = list(aims)
        whole = [aim for aim in every if aim.facts["unit"] == unit and not aim.facts["cell"]]
        targets = sorted((aim for aim in whole if aim.facts["kind"] == "target"), key=_last_day)
        return AimTable(
            tuple(aim for aim in whole if aim.facts["kind"] == "baseline"),
            tuple(aim for aim in whole if aim.facts["kind"] == "milestone"),
            {aim.facts["period"]: aim for aim in targets},
            tuple(aim for aim in every if aim not in whole),
        )

    @property
    def periods(self) -> list[str]:
        """The periods that have a target, in order; one that is not stated is no column."""
        return [period for period in self.targets if period]

    @property
    def revised(self) -> list[Aim]:
        """The aims that were changed after they were first set."""
        return [aim for aim in (*self.baselines, *self.milestones, *self.targets.values()) if aim.was]


def _last_day(aim: Aim) -> str:
    period = aim.facts["period"]
    return str(Period.parse(period).last) if period else ""
