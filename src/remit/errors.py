"""What callers may catch. A problem in people's data is a value (`remit.problems`), never one of these alone.

RemitError
├── WrongUse          the call itself makes no sense; the command line exits with 2
├── HasProblems       data cannot be taken as it is; carries every problem; exits with 1
├── MissingRate       an amount cannot be converted: no rate on or before the day
└── Refused           the rules forbid it, with the reason and who can lift it; exits with 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.problems import Problem


class RemitError(Exception):
    """Anything that Remit raises on purpose."""


class WrongUse(RemitError):
    """The caller asked for something that has no meaning (an unknown indicator, a grain nobody knows)."""


class HasProblems(RemitError):
    """Data cannot be taken as it is. All problems are there at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MissingRate(RemitError):
    """No rate of exchange is known on or before the day of an amount."""


class Refused(RemitError):
    """The rules forbid it."""
