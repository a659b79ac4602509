"""A comparable series carries old values over to the units that go on from a restructured one. A roll-up never does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from remit.units import comparable


def heirs(*shares: Fraction) -> list[dict[str, object]]:
    return [
        {"from_unit": "Old", "to_unit": f"New{number}", "on": date(2010, 1, 1), "share": str(share)}
        for number, share in enumerate(shares)
    ]


def test_a_split_unit_s_value_goes_to_its_successors_and_is_marked_estimated() -> None:
    """100 of Old, two thirds and one third: 66.6667 and 33.3333, together 100; Other's 7 is as it was."""
    carried = comparable({"Old": 1_000_000, "Other": 70_000}, heirs(Fraction(2, 3), Fraction(1, 3)), date(2010, 12, 31))
    assert carried == {"New0": (666_667, True), "New1": (333_333, True), "Other": (70_000, False)}


def test_before_the_day_nothing_is_carried_over() -> None:
    """As of 2009 the old unit still stands."""
    assert comparable({"Old": 10}, heirs(Fraction(1)), date(2009, 12, 31)) == {"Old": (10, False)}


@given(st.integers(0, 10**12), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_nothing_is_lost_or_gained(value: int, weights: list[int]) -> None:
    """Whatever the shares, the parts add up to the whole."""
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    carried = comparable({"Old": value}, heirs(*shares), date(2010, 1, 1))
    assert sum(part for part, _ in carried.values()) == value
