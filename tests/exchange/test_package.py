"""A plan package is read into rows; whatever is wrong with it is a problem with a place and a cure."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.exchange import FORMATS, nested
from remit.exchange.package import read_package
from remit.exchange.sources import Source
from remit.federation import Federation, Settings
from remit.plans import canonical, package_of
from remit.plans.writing import yaml_map, yaml_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from remit.exchange.base import Reading

    Read = Callable[..., Reading]

HEAD = """\
schema: remit-plan/1
plan:
  plan: OP
  unit: SEC
  kind: operational plan
  title: Operational plan
  period: 2008/2011
  currency: CHF
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a package from text; what is given without a schema follows a head that is well."""

    def reading(text: str, name: str = "OP.yaml") -> Reading:
        file = tmp_path / name
        file.write_text(text if "schema" in text else HEAD + textwrap.dedent(text))
        return read_package(Source(file), Settings(languages=("en", "fr")))

    return reading


def rows(reading: Reading, table: str) -> list[dict[str, Any]]:
    assert not reading.problems
    return [row for batch in reading.batches if batch.table == table for row in batch.rows.to_pylist()]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.where)) for problem in reading.problems]


def test_every_scalar_of_yaml_is_text(read: Read) -> None:
    elements = rows(read("""
        elements:
          - {element: E1, level: o, code: 1.10}
          - {element: E2, level: o, code: NO}
          - {element: E3, level: o, code: 010}
    """), "elements")  # fmt: skip
    assert [row["code"] for row in elements] == ["1.10", "NO", "010"]


def test_a_number_in_json_stays_as_it_is_written(read: Read) -> None:
    package = '{"schema": "remit-plan/1", "plan": {"plan": "OP", "unit": "S", "kind": "k"}, "money": [%s]}'
    reading = read(package % '{"stage": "approved", "amount": 1.1, "category": 1.10}', "OP.json")
    (line,) = rows(reading, "money")
    assert (line["amount"], line["category"], line["currency"]) == (11_000, "1.10", "XXX")


def test_whose_a_line_and_a_chapter_are_comes_back_as_it_was_written(read: Read) -> None:
    text = """
        elements:
          - {element: E1, level: o, unit: KEN}
          - {element: E2, level: o}
        sections:
          - {section: S1, title: Ours, unit: KEN}
          - {section: S2, title: The plan's}
    """
    reading = read(text)
    assert [row["unit"] for row in rows(reading, "elements")] == ["KEN", None]
    assert [row["unit"] for row in rows(reading, "sections")] == ["KEN", None]
    package = package_of(Federation(tables={batch.table: batch.rows for batch in reading.batches}), "OP")
    assert [row.get("unit") for name in ("elements", "sections") for row in package[name]] == ["KEN", None] * 2
    again = read(yaml_of(package))
    for name in ("elements", "sections"):
        assert [row["unit"] for row in rows(again, name)] == ["KEN", None]


def test_names_and_titles_become_texts_in_the_plans_language(read: Read) -> None:
    reading = read(
        HEAD
        + textwrap.dedent("""\
          language: fr
        units:
          - {unit: KEN, kind: member, name: Kenya, parent: AFR}
        elements:
          - {element: E1, level: o, title: Santé, description: Plus}
        """)
    )
    texts = {(row["of"], row["key"], row["field"]): (row["language"], row["text"]) for row in rows(reading, "texts")}
    assert texts == {
        ("plans", "OP", "title"): ("fr", "Operational plan"),
        ("units", "KEN", "name"): ("fr", "Kenya"),
        ("elements", "OP/E1", "title"): ("fr", "Santé"),
        ("elements", "OP/E1", "description"): ("fr", "Plus"),
    }
    (place,) = rows(reading, "trees")
    assert (place["tree"], place["unit"], place["parent"]) == ("structure", "KEN", "AFR")


def test_order_is_the_place_among_siblings_unless_given(read: Read) -> None:
    elements = rows(read("""
        elements:
          - {element: A, level: o}
          - {element: A1, parent: A, level: o}
          - {element: B, level: o}
          - {element: A2, parent: A, level: o, order: 7}
          - {element: C, level: o, order: }
    """), "elements")  # fmt: skip
    assert {row["element"]: row["order"] for row in elements} == {"A": 1, "A1": 1, "B": 2, "A2": 7, "C": None}


def test_equal_shares_are_over_the_links_into_one_plan(read: Read) -> None:
    links = rows(read("""
        links:
          - {from_element: A, to_element: G1, share: equal}
          - {from_element: A, to_element: G2, share: equal}
          - {from_element: A, to_element: G3, share: equal}
          - {from_element: A, to_plan: SDG, to_element: "3", share: equal}
          - {from_element: A, to_element: G9, kind: orients}
    """), "links")  # fmt: skip
    assert [(row["to_plan"], row["share"]) for row in links] == [("OP", "1/3")] * 3 + [
        ("SDG", "1"),
        ("OP", None),
    ]


def test_responsibilities_are_numbered_by_position_and_name_several_elements(read: Read) -> None:
    found = rows(read("""
        responsibilities:
          - {elements: 1.1 1.2, unit: HEALTH, role: lead}
          - {elements: [1.1, 1.3], unit: WATER, role: contributor}
    """), "responsibilities")  # fmt: skip
    assert [(row["no"], row["elements"]) for row in found] == [(1, "1.1 1.2"), (2, "1.1 1.3")]


def test_printed_equivalents_name_their_amount(read: Read) -> None:
    reading = read("""
        money:
          - {element: E, stage: requirement, amount: 1238316, equivalents: {USD: 1131915, EUR: 788736}}
          - {element: E, stage: requirement}
    """)
    first, second = rows(reading, "money")
    assert first["currency"] == "CHF"
    assert second["amount"] is second["id"] is None
    printed = rows(reading, "equivalents")
    assert {row["money"] for row in printed} == {first["id"]}
    assert {row["currency"]: row["amount"] // 10_000 for row in printed} == {"USD": 1131915, "EUR": 788736}


def test_an_amount_with_equivalents_keeps_its_id_when_the_amount_changes(read: Read) -> None:
    text = "money: [{stage: approved, reference: A, amount: %s, equivalents: {USD: 1}}]\n"
    before, after = (rows(read(text % amount), "money")[0]["id"] for amount in ("10", "11"))
    assert before == after


def test_the_moment_of_the_head_holds_for_rows_that_state_none(read: Read) -> None:
    package = HEAD + "  recorded_at: 2008-01-01T00:00:00Z\nlevels:\n  - {level: o, name: O, is: output}\n"
    package += "  - {level: p, name: P, is: goal, recorded_at: 2009-01-01T00:00:00Z}\n"
    assert [row["recorded_at"].year for row in rows(read(package), "levels")] == [2008, 2009]


def test_a_month_that_may_be_a_span_of_years_is_told_with_both_readings(read: Read) -> None:
    reading = read(HEAD.replace("2008/2011", "2008-11"))
    (problem,) = reading.problems
    assert problem.code == "ambiguous-period"
    assert problem.facts == {"value": "2008-11", "month": "2008-11-01/2008-11-30", "years": "2008/2011"}
    assert str(problem.where) == "OP.yaml:3:period"


@pytest.mark.parametrize("period", ["2008-06", "2008/2011", "2008-11-01/2008-11-30"])
def test_other_periods_of_a_plan_are_read(read: Read, period: str) -> None:
    assert not read(HEAD.replace("2008/2011", period)).problems


def test_all_problems_come_at_once_each_with_its_line_and_field(read: Read) -> None:
    reading = read("""
        goals: []
        elements:
          - {element: E1, level: o, colour: red}
          - {element: bad code, level: o}
          - just text
        money:
          - {stage: approved, amount: 1 000}
          - {stage: spent, amount: 5}
        levels: text
    """)
    assert told(reading) == [
        ("unknown-key", "OP.yaml:goals"),
        ("not-rows", "OP.yaml:levels"),
        ("unknown-key", "OP.yaml:12:colour"),
        ("bad-code", "OP.yaml:13:element"),
        ("not-a-row", "OP.yaml:elements"),
        ("not-a-number", "OP.yaml:16:amount"),
        ("unknown-choice", "OP.yaml:17:stage"),
    ]
    assert "element, title, description" in reading.problems[2].mend
    assert "levels, elements" in reading.problems[0].mend


def test_places_in_json_are_paths(read: Read) -> None:
    package = {
        "schema": "remit-plan/1",
        "plan": {"plan": "OP", "unit": "S", "kind": "k"},
        "money": [{}, {"x": {}}],
    }
    reading = read(json.dumps(package), "OP.json")
    assert ("empty-field", "OP.json:money[0]:stage") in told(reading)
    assert ("unknown-key", "OP.json:money[1]:x") in told(reading)


BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEAD + "x: &a 1\n", "yaml-not-allowed", "9"),
        (HEAD + "x: *a\n", "yaml-not-allowed", "9"),
        (HEAD + "x: !!python/object:os.system 1\n", "yaml-not-allowed", "9"),
        ("schema: remit-plan/1\n" + BOMB, "yaml-not-allowed", "2"),
        ("schema: x\nschema: x\n", "key-twice", "2"),
        (HEAD + "  plan: Q\n", "key-twice", "9"),
        ("schema: [\n", "not-yaml", "2"),
        ("schema: a\n\tb: c\n", "not-yaml", "2"),
        ("schema: \x07\n", "not-yaml", ""),
        ("schema: " + "[" * 50, "too-deep", "1"),
        ("schema: " + "{a: " * 50_000, "too-deep", "1"),
        ("- schema\n", "not-named", ""),
        ("# schema\n", "not-named", ""),
        ("? [schema]\n: x\n", "bad-key", "1"),
        (HEAD + "---\na: b\n", "one-document", "9"),
        ("schema: remit-plan/2\n", "wrong-version", ""),
        ("plans_schema: 1\n", "wrong-version", ""),
        ("schema: remit-plan/1\n", "no-head", ""),
    ],
)
def test_a_file_that_is_not_a_package_is_one_clear_problem(read: Read, text: str, code: str, line: str) -> None:
    reading = read(text)
    assert [(problem.code, problem.where.at) for problem in reading.problems] == [(code, line)]
    assert not reading.batches


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ('{"schema": "x", "schema": "y"}', "key-twice", ""),
        ('{"schema": "remit-plan/1", "money": [{"a": 1, "a": 2}]}', "key-twice", "money[0]"),
        ('{"schema": "remit-plan/1",\n "plan": ', "not-json", "2"),
        ('{"schema": NaN}', "not-json", ""),
        ('{"schema": ' + "[" * 100_000, "too-deep", ""),
        ('{"schema": "\\ud800"}', "bad-character", "schema"),
        ('["schema"]', "not-named", ""),
    ],
)
def test_json_that_is_not_a_package_is_one_clear_problem(read: Read, text: str, code: str, at: str) -> None:
    reading = read(text, "OP.json")
    assert [(problem.code, problem.where.at) for problem in reading.problems] == [(code, at)]


@pytest.mark.parametrize(("data", "code"), [(b"", "empty-file"), (b"schema: \xe9", "wrong-encoding")])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "P.yaml").write_bytes(data)
    (problem,) = read_package(Source(tmp_path / "P.yaml"), Settings()).problems
    assert problem.code == code


def test_the_same_plan_in_two_files_is_a_problem(tmp_path: Path) -> None:
    for name, code in (("a.yaml", "OP"), ("b.yaml", "op")):
        (tmp_path / name).write_text(HEAD.replace("plan: OP", f"plan: {code}"))
    sources = [Source(tmp_path / name) for name in ("a.yaml", "b.yaml")]
    reading = FORMATS["plan"].read(sources, Federation(), lambda *_: None)
    assert told(reading) == [("plan-twice", "b.yaml:3")]


def test_packages_are_recognised_by_name_and_content(tmp_path: Path) -> None:
    files = {
        "p.yaml": HEAD,
        "p.json": '{"plan": {},\n "schema": "remit-plan/1"}',
        "other.json": '{"schema": "x"}',
        "federation.yaml": "name: F",
        "p.csv": "a,b",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    found = {name for name in files if FORMATS["plan"].recognises(Source(tmp_path / name))}
    assert found == {"p.yaml", "p.json"}


def test_a_plan_is_written_with_the_definitions_that_it_names(tmp_path: Path, read: Read) -> None:
    reading = read("""
        units:
          - {unit: SEC, kind: secretariat, name: The secretariat}
          - {unit: AFR, kind: region, parent: SEC}
          - {unit: KEN, kind: member, parent: AFR}
          - {unit: FRA, kind: member, parent: SEC}
        responsibilities: [{elements: E, unit: KEN, role: lead}]
    """)
    FORMATS["plan"].write(Federation(tables={batch.table: batch.rows for batch in reading.batches}), tmp_path / "out")
    again = read((tmp_path / "out" / "OP.yaml").read_text())
    assert {row["unit"] for row in rows(again, "units")} == {"SEC", "AFR", "KEN"}
    assert {row["text"] for row in rows(again, "texts")} == {"Operational plan", "The secretariat"}


@given(st.dictionaries(st.sampled_from("abc"), st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_what_yaml_is_written_is_read_again(values: dict[str, str]) -> None:
    values = {key: text.replace("\r", "\n").strip() for key, text in values.items()}
    assert nested.parse_yaml(yaml_map(values)) == (values, [])


@settings(max_examples=20, deadline=None)
@given(st.deferred(lambda: st.from_type(Federation)))
def test_a_package_is_the_same_after_writing_and_reading(tmp_path_factory: Any, federation: Federation) -> None:
    folder = tmp_path_factory.mktemp("plans")
    for plan in {row["plan"] for row in federation.rows("plans")}:
        package = package_of(federation, plan)
        for name, data in (("p.yaml", yaml_of(package).encode()), ("p.json", canonical(package))):
            (folder / name).write_bytes(data)
            reading = read_package(Source(folder / name), federation.settings)
            assert not [problem for problem in reading.problems if problem.blocks]
            again = Federation(tables={batch.table: batch.rows for batch in reading.batches})
            assert canonical(package_of(again, plan)) == canonical(package)
