"""What an audience does not see in full: the indicators of which some value is hidden from it.

Who has answered one of these would seem not to have. So where answers are counted, nothing is said of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.question import ask
from remit.indicators import indicators_of

if TYPE_CHECKING:
    from remit.federation import Federation
    from remit.observations import Audience


def hidden_in_part(federation: Federation, audience: Audience) -> frozenset[str]:
    """Return the indicators of which an audience may not see every value, and those that are made of them."""

    def hidden() -> frozenset[str]:
        question = ask(federation, [], audience=audience)
        found, rules = set(question.left_out), indicators_of(question.federation)
        while more := {code for code, rule in rules.items() if code not in found and found & {*rule.needs}}:
            found |= more
        return frozenset(found)

    return federation.once(("hidden in part", audience), hidden)
