"""Country-team frameworks: what is read, and that nothing in a file stops it from being read or explained."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import WrongUse
from remit.exchange.sources import Source
from remit.exchange.uninfo import UnInfo
from remit.exchange.uninfo.content import read as read_content
from remit.exchange.uninfo.names import Agencies
from remit.exchange.uninfo.plans import Plans
from remit.federation import Federation
from remit.schema import CODE, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from remit.exchange.base import Reading
    from remit.federation import Row

Document = dict[str, Any]


def sub_output(number: int = 1, **other: Any) -> Document:
    line = {
        "id": number,
        "agency": "UNDP",
        "sdg": None,
        "code": "7",
        "name": f"Work {number}",
        "outcome": "Output A",
    }
    dates = {"description": None, "start": "2024-01-01", "end": "2024-12-31"}
    return {**line, **dates, "required": 100, "available": 60, "spent": 0, **other}


def result(number: int, name: str, *children: Document, **other: Any) -> Document:
    tree = {"children": list(children)} if children else {}
    return {
        "id": number,
        "code": "1",
        "name": name,
        "required": 100,
        "available": 60,
        "spent": 0,
        **tree,
        **other,
    }


def framework(*projects: Document, **other: Any) -> Document:
    tree = [result(10, "Priority", result(20, "Outcome", result(30, "Output A")))]
    totals = {"required": 100, "available": 60, "spent": 0}
    head = {"workspace_id": 5, "name": "Atlantis", "totals": totals, "framework": tree}
    return {**head, "projects": list(projects) or [sub_output()], **other}


def read(folder: Path, known: Federation | None = None, **files: Any) -> Reading:
    for name, document in files.items():
        text = document if isinstance(document, bytes) else json.dumps(document).encode()
        (folder / f"{name}.json").write_bytes(text)
    sources = [Source(folder / f"{name}.json") for name in files]
    return UnInfo().read(sources, known or Federation(), lambda *_: None)


def rows(reading: Reading, table: str) -> list[Row]:
    return [row for batch in reading.batches if batch.table == table for row in batch.rows.to_pylist()]


def codes(reading: Reading) -> Counter[str]:
    return Counter(problem.code for problem in reading.problems)


def only(reading: Reading) -> tuple[str, str]:
    """The one problem, and where it stands."""
    (problem,) = reading.problems
    assert problem.says
    assert problem.mend
    return problem.code, str(problem.where)


def taken_in(reading: Reading) -> Federation:
    federation = Federation()
    for batch in reading.batches:
        federation = federation.with_rows({batch.table: batch.rows})
    return federation


def test_a_framework_becomes_a_plan_of_its_country_team(tmp_path: Path) -> None:
    reading = read(tmp_path, ATL=framework())
    assert not reading.problems
    (plan,) = rows(reading, "plans")
    assert (plan["plan"], plan["unit"], plan["period"], plan["currency"]) == (
        "UNSDCF-5",
        "UNCT-5",
        "2024",
        "USD",
    )
    assert [(row["element"], row["parent"], row["level"], row["code"]) for row in rows(reading, "elements")] == [
        ("P10", None, "priority", "1"),
        ("OC20", "P10", "outcome", "1"),
        ("OP30", "OC20", "output", "1"),
        ("SO1", "OP30", "sub-output", "7"),
    ]
    assert [(row["unit"], row["kind"]) for row in rows(reading, "units")] == [
        ("UNCT-5", "country-team"),
        ("UNDP", "agency"),
    ]
    assert not rows(reading, "trees")


def test_a_team_lives_in_the_country_that_its_file_is_named_by(tmp_path: Path) -> None:
    """The publisher names files by the codes of ISO 3166-1. A framework of several countries stands in a file for each."""
    reading = read(tmp_path, FJI=framework(), WSM=framework(name="Samoa"), export=framework(workspace_id=6))
    places = [(row["unit"], row["country"]) for row in rows(reading, "unit_places")]
    assert places == [("UNCT-5", "FJI"), ("UNCT-5", "WSM")]
    assert codes(reading) == {"framework-repeated": 1}
    assert [row["plan"] for row in rows(reading, "plans")] == ["UNSDCF-5", "UNSDCF-6"]


def test_each_amount_is_a_row_of_money_and_zero_is_data(tmp_path: Path) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(required=0.1, available=None, spent=0)))
    money = rows(reading, "money")
    assert [(row["stage"], row["amount"]) for row in money] == [
        ("requirement", 1000),
        ("confirmed", None),
        ("expenditure", 0),
    ]
    assert {(row["element"], row["holder"], row["period"], row["currency"]) for row in money} == {
        ("SO1", "UNDP", "2024", "USD")
    }


def test_decimals_are_read_exactly(tmp_path: Path) -> None:
    text = json.dumps(framework(sub_output(required=1))).replace('"required": 1,', '"required": 9007199254740.9931,')
    assert rows(read(tmp_path, ATL=text.encode()), "money")[0]["amount"] == 90071992547409931


def test_published_totals_are_kept_and_differences_listed_with_both_figures(tmp_path: Path) -> None:
    tree = [result(10, "Priority", result(20, "Outcome", result(30, "Output A", required=98)))]
    reading = read(tmp_path, ATL=framework(framework=tree))
    (problem,) = reading.problems
    assert problem.code == "printed-total-differs"
    assert not problem.blocks
    assert str(problem.where) == "ATL.json:framework[0].children[0].children[0]:required"
    assert (problem.facts["printed"], problem.facts["summed"], problem.facts["element"]) == (
        "98",
        "100",
        "OP30",
    )
    stated = {(row["element"], row["stage"]): row["amount"] for row in rows(reading, "stated_totals")}
    assert stated["OP30", "requirement"] == 980_000
    assert stated[None, "confirmed"] == 600_000
    assert len(rows(reading, "money")) == 3


def test_a_difference_of_one_dollar_is_rounding(tmp_path: Path) -> None:
    assert not read(tmp_path, ATL=framework(totals={"required": 101, "available": 59.0, "spent": -1})).problems[1:]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("Output B", "unknown-output"), (None, "output-not-stated"), ("", "output-not-stated")],
)
def test_a_sub_output_without_its_output_is_not_lost(tmp_path: Path, outcome: str | None, code: str) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(), sub_output(2, outcome=outcome, required=0, available=0)))
    assert only(reading) == (code, "ATL.json:projects[1]:outcome")
    elements = {row["element"]: row for row in rows(reading, "elements")}
    assert elements["SO2"]["parent"] == "NOT-ASSIGNED"
    assert elements["NOT-ASSIGNED"]["parent"] is None
    assert len(rows(reading, "money")) == 6


def test_a_sub_output_of_two_outputs_of_one_name_stands_under_what_is_above_both(tmp_path: Path) -> None:
    twins = result(20, "Outcome", result(30, "Output A"), result(31, "Output A", required=0, available=0))
    reading = read(tmp_path, ATL=framework(framework=[result(10, "Priority", twins)]))
    assert codes(reading)["ambiguous-output"] == 1
    assert {row["element"]: row["parent"] for row in rows(reading, "elements")}["SO1"] == "OC20"


def test_an_export_without_a_tree_loads_with_one_notice(tmp_path: Path) -> None:
    old = framework(*({"id": number, "agency": "FAO", "name": "x", "required": 1} for number in (1, 2)))
    del old["framework"], old["totals"]
    reading = read(tmp_path, ATL=old)
    assert only(reading) == ("no-results-tree", "ATL.json:framework")
    assert {row["parent"] for row in rows(reading, "elements") if row["level"] == "sub-output"} == {"NOT-ASSIGNED"}
    assert rows(reading, "plans")[0]["period"] is None


def test_sub_outputs_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    codes_in_file = ["1.1.1.10", "2.1.2.12", "1.1.1.2", "", "1.1.1.1"]
    projects = [sub_output(number, code=code) for number, code in enumerate(codes_in_file, 1)]
    found = rows(read(tmp_path, KEN=framework(*projects)), "elements")
    below = sorted((row for row in found if row["level"] == "sub-output"), key=lambda row: row["order"])
    assert [row["code"] for row in below] == ["1.1.1.1", "1.1.1.2", "1.1.1.10", "2.1.2.12", None]


def test_trees_may_be_deeper_or_shallower(tmp_path: Path) -> None:
    deep = result(10, "Priority", result(20, "Outcome", result(30, "Output", result(40, "Output A"))))
    shallow = result(11, "Priority 2", required=0, available=0, children=None)
    reading = read(tmp_path, ATL=framework(framework=[deep, shallow]))
    assert not reading.problems
    levels = {row["element"]: row["level"] for row in rows(reading, "elements")}
    assert levels["OP40"] == "output"
    assert levels["P11"] == "priority"


def test_an_id_borne_by_several_rows_is_told_apart_by_agency_then_by_output(tmp_path: Path) -> None:
    tree = [result(10, "Priority", result(20, "Outcome", result(30, "Output A"), result(31, "Output B")))]
    same = [
        sub_output(agency="UNICEF"),
        sub_output(),
        sub_output(outcome="Output B"),
        sub_output(outcome="Output B", name="again"),
    ]
    forward = read(tmp_path, ATL=framework(*same, framework=tree))
    lines = [row["element"] for row in rows(forward, "elements")[4:]]
    assert lines == ["SO1-UNICEF", "SO1-UNDP-OP30", "SO1-UNDP-OP31", "SO1-UNDP-OP31-2"]
    back = read(tmp_path, ATL=framework(*reversed(same[:3]), framework=tree))
    assert {row["element"] for row in rows(back, "elements")[4:]} == set(lines[:3])


def test_two_agencies_never_share_a_code(tmp_path: Path) -> None:
    names = ["UN Women", "UN-Women", "UN  WOMEN", "联合国", "聯合國", "UNDP"]
    lines = [sub_output(number, agency=name) for number, name in enumerate(names)]
    reading = read(tmp_path, ATL=framework(*lines))
    named = {row["key"]: row["text"] for row in rows(reading, "texts") if row["of"] == "units"}
    assert named["UN-Women"] == "UN-Women"
    assert {name for unit, name in named.items() if unit != "UNCT-5"} == {*names[:2], "UN WOMEN", *names[3:]}
    assert len({unit.casefold() for unit in named}) == 7


def test_an_agency_keeps_its_code_in_a_later_load(tmp_path: Path) -> None:
    first = taken_in(read(tmp_path, ATL=framework(sub_output(agency="UN Women"))))
    second = read(tmp_path, first, ATL=framework(sub_output(agency="UN Women"), sub_output(2, agency="UN-Women")))
    holders = [row["holder"] for row in rows(second, "money")][::3]
    assert holders[0] == "UN-Women"
    assert holders[1].startswith("UN-Women-")


def test_texts_are_cleaned_of_what_cannot_be_seen(tmp_path: Path) -> None:
    name = "  Cafe\u0301\u00a0 and\n\ttea\u200b \ud800\x07"
    reading = read(tmp_path, ATL=framework(sub_output(name=name, description="one\r\ntwo\x0b")))
    texts = {(row["key"], row["field"]): row["text"] for row in rows(reading, "texts")}
    assert texts["UNSDCF-5/SO1", "title"] == "Café and tea"
    assert texts["UNSDCF-5/SO1", "description"] == "one\ntwo"


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"required": "12,000"}, "not-a-number", "projects[0]:required"),
        ({"required": "=1+1"}, "formula", "projects[0]:required"),
        ({"required": True}, "not-a-number", "projects[0]:required"),
        ({"required": [1]}, "not-a-number", "projects[0]:required"),
        ({"required": 10**20}, "too-large", "projects[0]:required"),
        ({"required": float("nan")}, "not-a-number", "projects[0]:required"),
        ({"start": "2024-02-30"}, "impossible-day", "projects[0]:start"),
        ({"end": 2024}, "impossible-day", "projects[0]:end"),
    ],
)
def test_a_bad_value_blocks_with_its_place(tmp_path: Path, change: Document, code: str, place: str) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(**change), framework=None, totals=None))
    (problem,) = [problem for problem in reading.problems if problem.blocks]
    assert (problem.code, str(problem.where)) == (code, f"ATL.json:{place}")


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"required": "100"}, "amount-as-text", "projects[0]:required"),
        ({"required": 100.00001}, "rounded", "projects[0]:required"),
        ({"spent": -1}, "negative-amount", "projects[0]:spent"),
        ({"start": "2025-01-01"}, "dates-reversed", "projects[0]:start"),
        ({"agency": None}, "agency-not-stated", "projects[0]:agency"),
        ({"id": None}, "id-not-stated", "projects[0]:id"),
        ({"sdg": 18}, "unknown-goal", "projects[0]:sdg"),
    ],
)
def test_an_odd_value_loads_with_a_notice(tmp_path: Path, change: Document, code: str, place: str) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(**change)))
    assert only(reading) == (code, f"ATL.json:{place}")
    assert not any(problem.blocks for problem in reading.problems)
    assert len(rows(reading, "money")) == 3


def test_a_missing_date_is_named_only_where_others_are_stated(tmp_path: Path) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(), sub_output(2, end=None, required=0, available=0)))
    assert only(reading) == ("date-not-stated", "ATL.json:projects[1]:end")
    assert not read(tmp_path, ATL=framework(sub_output(start=None, end=None))).problems


def test_a_goal_that_is_named_is_linked_without_a_share(tmp_path: Path) -> None:
    reading = read(tmp_path, ATL=framework(sub_output(sdg=4)))
    (link,) = rows(reading, "links")
    assert (link["to_plan"], link["to_element"], link["kind"], link["share"]) == (
        "SDG",
        "SDG4",
        "serves",
        None,
    )
    assert len([row for row in rows(reading, "elements") if row["plan"] == "SDG"]) == 17
    assert {row["plan"] for row in rows(read(tmp_path, ATL=framework()), "plans")} == {"UNSDCF-5"}


def test_a_framework_of_several_countries_counts_once(tmp_path: Path) -> None:
    reading = read(tmp_path, A=framework(name="Malaysia"), B=framework(name="Singapore"))
    assert only(reading) == ("framework-repeated", "B.json:workspace_id")
    assert reading.seen["sub-outputs"] == 1
    later = read(tmp_path, taken_in(reading), B=framework(name="Singapore"))
    assert only(later)[0] == "framework-repeated"


def test_frameworks_of_one_workspace_with_other_money_do_not_collide(tmp_path: Path) -> None:
    reading = read(tmp_path, A=framework(name="Malaysia"), B=framework(sub_output(required=101), name="Singapore"))
    assert codes(reading) == {"workspace-shared": 1}
    assert [row["plan"] for row in rows(reading, "plans")] == ["UNSDCF-5", "UNSDCF-5-Singapore"]
    ids = [row["id"] for row in rows(reading, "money")]
    assert len(ids) == len(set(ids)) == 6
    again = read(tmp_path, taken_in(reading), A=framework(name="Malaysia"), B=framework(name="Singapore"))
    assert [row["plan"] for row in rows(again, "plans")][:1] == ["UNSDCF-5"]


def test_two_versions_of_one_framework_are_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, A=framework(), B=framework(sub_output(required=102)))
    assert only(reading) == ("framework-twice", "B.json:workspace_id")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b'{"projects": [', "bad-json"),
        (b"[" * 100_000, "bad-json"),
        (b'{"projects": "\xff"}', "wrong-encoding"),
        (gzip.compress(b'{"projects": []}', mtime=0)[:-9], "truncated"),
        (b'["a list"]', "not-a-framework"),
        (b'{"indicators": []}', "not-a-framework"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_problem(tmp_path: Path, content: bytes, code: str) -> None:
    reading = read(tmp_path, ATL=content)
    assert only(reading)[0] == code
    assert reading.problems[0].blocks
    assert not reading.batches


@pytest.mark.parametrize("part", ["framework", "projects"])
@pytest.mark.parametrize("value", [{}, "x", 5, [None], ["x"], [[]]])
def test_parts_of_another_type_are_problems(tmp_path: Path, part: str, value: Any) -> None:
    reading = read(tmp_path, ATL=framework(**{part: value}))
    assert codes(reading)["not-as-expected"] == 1


def test_other_files_of_the_folder_are_left_out_with_a_notice(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("hello")
    (tmp_path / "workspaces.json").write_text('{"Nepal": 96}')
    (tmp_path / "ATL.json").write_text(json.dumps(framework()))
    reading = UnInfo().read([Source(path) for path in tmp_path.iterdir()], Federation(), lambda *_: None)
    assert codes(reading) == {"left-out": 2}
    assert not any(problem.blocks for problem in reading.problems)
    (tmp_path / "ATL.json").unlink()
    alone = UnInfo().read([Source(path) for path in tmp_path.iterdir()], Federation(), lambda *_: None)
    assert codes(alone) == {"left-out": 2, "no-framework-here": 1}


def test_only_frameworks_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(json.dumps(framework()).encode()))
    (tmp_path / "b.json").write_text('{"Nepal": 96}')
    (tmp_path / "c.csv").write_text('{"workspace_id": 1}')
    (tmp_path / "d.json").write_bytes(b"")
    found = {path.name for path in tmp_path.iterdir() if UnInfo().recognises(Source(path))}
    assert found == {"a.json.gz"}


def test_the_format_is_only_read(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        UnInfo().write(Federation(), tmp_path)


_scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_any = st.recursive(_scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))
_part = st.sampled_from(["id", "agency", "sdg", "code", "name", "start", "end", "outcome", "required", "children"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dictionaries(_part, _any | st.just("Output A"), max_size=6), max_size=4),
    st.lists(st.dictionaries(_part, _any | st.just("Output A"), max_size=6), max_size=4),
)
def test_whatever_a_file_holds_every_sub_output_gets_a_line_of_its_own(
    projects: list[Document], tree: list[Document]
) -> None:
    document = {"workspace_id": 1, "name": "x", "framework": tree, "projects": projects}
    digits = json.loads(json.dumps(document), parse_int=str, parse_float=str, parse_constant=str)
    content = read_content(digits, "x.json")
    agencies = Agencies(Federation())
    agencies.meet(sub.agency for sub in content.sub_outputs if sub.agency)
    reading = Plans(Federation(), agencies).read(content)
    lines = [row["element"] for row in rows(reading, "elements") if row["level"] == "sub-output"]
    assert len(lines) == len(projects)
    every = [row["element"].casefold() for row in rows(reading, "elements")]
    assert len(every) == len(set(every))
    for table in TABLES.values():
        for row in rows(reading, table.name):
            assert all(CODE.fullmatch(row[name]) for name in table.key if table.by_name[name].to and row[name])
    assert all(str(problem) for problem in reading.problems)
