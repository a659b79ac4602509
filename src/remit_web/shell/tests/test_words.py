"""Every code of a list that the engine closes has a word; any other code is readable."""

from __future__ import annotations

import pytest

from remit import schema
from remit_web.shell import words

CLOSED = {
    ("observations", "status"): words.STATUSES,
    ("responsibilities", "role"): words.ROLES,
    ("elements", "horizon"): words.HORIZONS,
    ("links", "kind"): words.LINKS,
    ("money", "stage"): words.STAGES,
    ("money", "channel"): words.CHANNELS,
    ("funds", "kind"): words.FUNDS,
    ("targets", "kind"): words.AIMS,
}


@pytest.mark.parametrize(("table", "column"), CLOSED)
def test_every_code_of_a_closed_list_has_a_word(table: str, column: str) -> None:
    described = next(one for one in schema.TABLES[table].columns if one.name == column)
    assert set(CLOSED[table, column]) == set(described.choices)


def test_a_code_of_the_federation_s_own_is_readable() -> None:
    assert str(words.UNIT_KINDS["regional-office"]) == "Regional office"
    assert words.UNIT_KINDS["health-centre"] == "Health centre"
    assert words.KINDS["NGO framework"] == "NGO framework"
