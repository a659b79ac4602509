"""Lines of money have no key but their id, and still a file may be loaded again, amended or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.exact import SCALE
from remit.exchange import FORMATS
from remit.exchange.base import Reading, Rows
from remit.exchange.sources import Source
from remit.intake import take_in
from remit.problems import blocking

if TYPE_CHECKING:
    from pathlib import Path

    from remit.federation import Federation


def lines(*amounts: int, file: str = "budget.csv", category: str = "travel") -> Reading:
    rows = Rows(file)
    for line, amount in enumerate(amounts, 2):
        money = {"stage": "expenditure", "amount": amount * SCALE, "currency": "CHF", "category": category}
        rows.add("money", str(line), plan="P", element="E", **money)
    return rows.reading()


def total(federation: Federation) -> int:
    return int(sum(row["amount"] for row in federation.current().rows("money")) // SCALE)


def codes(intake: Any) -> list[str]:
    return [problem.code for problem in intake.problems]


def test_equal_lines_of_one_file_are_all_counted_and_only_once(ground: Federation) -> None:
    once = take_in(ground, lines(10, 10, 20))
    again = take_in(once.federation, lines(20, 10, 10))
    assert (total(once.federation), again.added, total(again.federation)) == (40, {"money": 0}, 40)
    assert codes(again) == []


def test_equal_lines_of_two_files_are_two_lines(ground: Federation) -> None:
    once = take_in(ground, lines(10)).federation
    assert total(take_in(once, lines(10, file="other.csv")).federation) == 20


def test_a_line_that_is_added_to_a_file_is_added(ground: Federation) -> None:
    once = take_in(ground, lines(10, 20)).federation
    later = take_in(once, lines(10, 15, 20))
    assert (codes(later), total(later.federation)) == ([], 45)


def test_an_amended_amount_is_a_problem_and_never_a_second_line(ground: Federation) -> None:
    once = take_in(ground, lines(10, 20)).federation
    [problem] = take_in(once, lines(10, 25)).problems
    assert (problem.code, str(problem.where)) == ("changed", "budget.csv:3:amount")
    assert (problem.facts["was"], problem.facts["now"]) == ("amount 20", "amount 25")
    corrected = take_in(once, lines(10, 25), correct="final invoice")
    assert (codes(corrected), total(corrected.federation)) == ([], 35)
    assert total(take_in(corrected.federation, lines(10, 25)).federation) == 35


def test_an_amount_can_be_amended_again_and_back(ground: Federation) -> None:
    federation = take_in(ground, lines(10)).federation
    for amount in (20, 10, 30, 10):
        federation = take_in(federation, lines(amount), correct="again").federation
        assert total(federation) == amount


def test_a_line_that_is_gone_from_its_file_is_kept_and_said(ground: Federation) -> None:
    once = take_in(ground, lines(10, 20)).federation
    later = take_in(once, lines(10))
    assert (codes(later), blocking(later.problems), total(later.federation)) == (["line-gone"], [], 30)


def test_files_of_one_name_in_two_folders_share_no_line(ground: Federation, tmp_path: Path) -> None:
    """Both say 10; that one of them is gone from, or changed in, the other is not said."""
    sources = []
    for month, amount in (("may", 10), ("june", 10), ("july", 30)):
        (tmp_path / month).mkdir()
        (tmp_path / month / "money.csv").write_text(f"holder,stage,amount,currency\nKEN,approved,{amount},CHF\n")
        sources.append(Source(tmp_path / month / "money.csv"))
    whole = take_in(ground, FORMATS["folder"].read(sources, ground, lambda *_: None)).federation
    federation = ground
    for source in (*sources, sources[0]):
        taken = take_in(federation, FORMATS["folder"].read([source], federation, lambda *_: None))
        assert codes(taken) == []
        federation = taken.federation
    assert total(whole) == total(federation) == 50
    assert set(whole.table("money")["id"].to_pylist()) == set(federation.table("money")["id"].to_pylist())
