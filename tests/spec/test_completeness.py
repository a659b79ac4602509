"""Completeness: the names behind reported and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.completeness import completeness

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine


def test_who_reported_who_is_missing_and_to_whom_it_does_not_apply(engine: Engine) -> None:
    """Ghana reported, Mali is missing, Niger has no coast; Benin was admitted later and reported all the same."""
    case = given("""
        units
        unit  | kind   | parent | valid_from
        WA    | region |        |
        Ghana | member | WA     |
        Mali  | member | WA     |
        Niger | member | WA     |
        Benin | member | WA     | 2011-01-01

        indicators
        indicator
        boats

        observations
        indicator | unit  | period | value
        boats     | Ghana | 2009   | 0
        boats     | Mali  | 2009   |
        boats     | Niger | 2009   | n/a
        boats     | Benin | 2009   | 3
    """)
    (found,) = completeness(case, "boats", engine=engine)
    assert (found.reported, found.missing) == (("Ghana",), ("Mali",))
    assert (found.not_applicable, found.unexpected, found.expected) == (("Niger",), ("Benin",), 2)


def test_a_member_that_states_its_total_is_named_and_not_its_branches(engine: Engine) -> None:
    """Kenya states 90 beside its branches; Uganda's one branch of two reported."""
    case = given("""
        units
        unit   | kind   | parent
        Kenya  | member |
        Uganda | member |
        K1     | branch | Kenya
        U1     | branch | Uganda
        U2     | branch | Uganda

        indicators
        indicator | collected_at
        trained   | member branch

        observations
        indicator | unit  | period | value
        trained   | Kenya | 2009   | 90
        trained   | K1    | 2009   | 40
        trained   | U1    | 2009   | 20
    """)
    (found,) = completeness(case, "trained", engine=engine)
    assert (found.reported, found.missing) == (("Kenya", "U1"), ("U2",))
