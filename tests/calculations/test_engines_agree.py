"""On random federations and questions, DuckDB gives what the plain Python reference gives, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.calculations.imputation import impute
from remit.calculations.question import ask
from remit.calculations.rollup import rollup, totals_of
from remit.exchange.base import Rows
from remit.federation import Federation, Settings
from remit.indicators import indicators_of

if TYPE_CHECKING:
    from remit.engines import Engine

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
PERIODS = ["2008", "2009", "2009Q1", "2009Q2", "2009Q3", "2009-02", "2009-12-31", "2009/2010", "2010"]
CELLS = [
    "",
    "sex=female",
    "sex=male",
    "age=0-17",
    "age=18-49",
    "age=18-29",
    "age=30-49",
    "age=0-17;sex=female",
]
CELLS += ["age=0-17;sex=male", "age=18-49;sex=female", "age=18-49;sex=male", "disability=yes"]
CELLS += ["disability=yes;sex=female"]
KINDS = ["region", "member", "branch"]
SUMMED = {"measure": "count", "over_units": "sum", "over_time": "sum"}

rules = st.sampled_from(
    [
        SUMMED,
        {**SUMMED, "total": "computed"},
        {**SUMMED, "over_plans": "max", "over_time": "none"},
        {**SUMMED, "over_plans": "none"},
        {**SUMMED, "reported_as": "so far this year"},
        {**SUMMED, "reported_as": "so far"},
        {**SUMMED, "over_time": "last", "reported_as": "on a day"},
        {**SUMMED, "over_time": "last", "last_for": "12", "imputation": "last"},
        {**SUMMED, "over_time": "max", "over_units": "max"},
        {**SUMMED, "over_units": "min", "over_time": "last", "imputation": "mean"},
        {**SUMMED, "over_units": "none"},
        {**SUMMED, "over_units": "mean", "measure": "score", "over_time": "mean"},
        {**SUMMED, "over_units": "mean", "measure": "score", "over_time": "last"},
        {**SUMMED, "over_units": "count", "condition": ">= 3"},
        {**SUMMED, "over_units": "count", "condition": "< 5", "once": "each year"},
        {"measure": "ratio", "over_units": "ratio", "over_time": "ratio"},
        {"measure": "ratio", "over_units": "ratio", "over_time": "last"},
        {"measure": "mean", "over_units": "weighted mean", "over_time": "mean"},
        {"measure": "ratio", "over_units": "ratio", "over_time": "last", "denominator": "B"},
        {"measure": "score", "over_units": "weighted mean", "over_time": "last", "weight": "B"},
        {**SUMMED, "made_of": "sum: B C"},
        {**SUMMED, "made_of": "max: B C", "over_plans": "max"},
        {**SUMMED, "collected_at": "member branch"},
    ]
)
plain = st.sampled_from([SUMMED, {**SUMMED, "over_time": "last"}, {**SUMMED, "over_plans": "max"}])
days = st.none() | st.dates(date(2008, 1, 1), date(2010, 12, 31)).map(str)


@st.composite
def observations(draw: st.DrawFn, units: list[str]) -> list[dict[str, str]]:
    keys = st.tuples(
        st.sampled_from("ABC"), st.sampled_from(units), st.sampled_from(["", "", "", "health", "water"]),
        st.sampled_from(PERIODS), st.sampled_from(CELLS) | st.just(""),
    )  # fmt: skip
    found = []
    for indicator, unit, plan, period, cell in draw(st.lists(keys, unique=True, max_size=14)):
        status = draw(st.sampled_from(["reported"] * 5 + ["estimated", "missing", "not applicable"]))
        row = {
            "indicator": indicator,
            "unit": unit,
            "plan": plan,
            "period": period,
            "cell": cell,
            "status": status,
        }
        if status in {"reported", "estimated"}:
            row["value"] = str(draw(st.integers(0, 9)))
        if draw(st.booleans()) and status != "not applicable":
            row["denominator"] = str(draw(st.integers(1, 9)))
        row["visibility"] = draw(st.sampled_from(["public", "federation", "federation"]))
        row["recorded_at"] = f"200{draw(st.integers(0, 5))}-01-01"
        found.append(row)
    return found


@st.composite
def federations(draw: st.DrawFn) -> Federation:
    rows = Rows("random")
    units: list[str] = []
    for number in range(draw(st.integers(1, 7))):
        parent = draw(st.sampled_from(["", *units]))
        kind = draw(st.sampled_from(KINDS))
        code = f"U{number}"
        life = {"valid_from": draw(days) or "", "valid_to": "2010-12-31" if draw(st.booleans()) else ""}
        rows.add_texts("units", code, {"unit": code, "kind": kind, "recorded_at": "2000-01-01", **life})
        place = {"tree": "structure", "unit": code, "recorded_at": "2000-01-01"}
        moved = draw(st.none() | st.sampled_from(["2009-07-01", "2010-01-01"])) if len(units) > 1 else None
        if moved:
            rows.add_texts("trees", code, {**place, "parent": parent, "to": str(date.fromisoformat(moved))})
            rows.add_texts("trees", code, {**place, "parent": draw(st.sampled_from(["", *units])), "from": moved})
        else:
            rows.add_texts("trees", code, {**place, "parent": parent})
        units.append(code)
    for code, rule in (("A", draw(rules)), ("B", draw(plain)), ("C", draw(plain))):
        rows.add_texts("indicators", code, {"indicator": code, "recorded_at": "2000-01-01", **rule})
    rows.add_texts(
        "indicator_axes",
        "a",
        {"indicator": "A", "axis": "disability", "whole": "no", "recorded_at": "2000-01-01"},
    )
    for category, parent in (("0-17", ""), ("18-49", ""), ("18-29", "18-49"), ("30-49", "18-49")):
        texts = {"axis": "age", "category": category, "parent": parent, "recorded_at": "2000-01-01"}
        rows.add_texts("categories", category, texts)
    for number, row in enumerate(draw(observations(units))):
        rows.add_texts("observations", str(number), {"id": f"o{number}", **row})
    if draw(st.booleans()):
        rows.add_texts("rounds", "r", {"round": "R", "period": "2009", "recorded_at": "2000-01-01"})
        for unit in draw(st.lists(st.sampled_from(units), unique=True)):
            texts = {"round": "R", "unit": unit, "indicator": "A", "recorded_at": "2000-01-01"}
            rows.add_texts("expected", unit, texts)
    reading = rows.reading()
    assert not reading.problems
    return Federation(
        Settings(first_month=draw(st.sampled_from([1, 1, 4]))), {b.table: b.rows for b in reading.batches}
    )


questions = st.fixed_dictionaries(
    {
        "by": st.sampled_from(
            [
                (),
                ("unit",),
                ("unit", "year"),
                ("unit", "quarter"),
                ("year",),
                ("unit", "year", "cell"),
                ("unit", "sex"),
            ]
        ),
        "imputed": st.booleans(),
        "audience": st.sampled_from(["whole", "public"]),
        "tree_on": st.sampled_from([None, None, date(2009, 12, 31)]),
        "units": st.sampled_from([None, None, {"U1", "U2"}]),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(federations(), questions, st.sampled_from([["A"], ["A", "B", "C"]]))
def test_both_engines_give_the_same_totals(
    federation: Federation, asked: dict[str, Any], indicators: list[str]
) -> None:
    seen = [
        row for row in federation.rows("observations") if asked["audience"] == "whole" or row["visibility"] == "public"
    ]
    sexes = any("sex" in (row["cell"] or "") for row in seen)
    if "sex" in asked["by"] and not sexes:
        asked = {**asked, "by": ("unit",)}
    question = ask(federation, indicators, **asked)
    filled = {engine: impute(question, engine) if question.imputed else [] for engine in ("reference", "duckdb")}
    reference = {
        key: total
        for key, total in totals_of(question, "reference", filled["reference"]).items()
        if _is_shown(question, key)
    }
    cube = {
        key: total for key, total in totals_of(question, "duckdb", filled["duckdb"]).items() if _is_shown(question, key)
    }
    differing = [
        f"{key}: {_comparable(cube[key]) if key in cube else None} is not {_comparable(reference[key]) if key in reference else None}"
        for key in sorted({*cube, *reference}, key=str)
        if key not in cube or key not in reference or _comparable(cube[key]) != _comparable(reference[key])
    ]
    assert not differing, "\n".join(differing)


def _is_shown(question: Any, key: Any) -> bool:
    is_row = question.units is None or key.unit in question.units or not question.unit_keys
    return bool(question.unit_keys) == (key.unit is not None) and is_row


def _comparable(total: Any) -> tuple[object, ...]:
    return tuple(getattr(total, name) for name in total.__slots__ if name != "ids")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(federations(), st.sampled_from(["reference", "duckdb"]))
def test_some_units_have_the_figures_that_they_have_among_all(federation: Federation, engine: Engine) -> None:
    every = rollup(federation, ["A"], by=["unit", "year"], engine=engine)
    some = rollup(federation, ["A"], by=["unit", "year"], units=["U1"], engine=engine)
    assert list(some) == [figure for figure in every if figure.keys[0] == "U1"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(federations(), st.sampled_from(["reference", "duckdb"]))
def test_outside_a_unit_only_counts_by_disability_differ_and_are_rounded(
    federation: Federation, engine: Engine
) -> None:
    """Nothing is for a unit only here: who sees the whole and who does not have the same values before them."""
    by, codes = ["unit", "year", "cell"], ["A", "B", "C"]
    whole = {(figure.indicator, figure.keys): figure for figure in rollup(federation, codes, by=by, engine=engine)}
    outside = rollup(federation, codes, by=by, audience="federation", engine=engine)
    assert len(outside) == len(whole)
    for figure in outside:
        exact, rule = whole[figure.indicator, figure.keys], indicators_of(federation.current())[figure.indicator]
        if "disability" not in figure.keys[2]:
            exact = replace(exact, notes=tuple(note for note in exact.notes if note != "fallen"))
            assert replace(figure, notes=tuple(note for note in figure.notes if note != "fallen")) == exact
            continue
        assert (figure.status, figure.reported, figure.expected) == (exact.status, exact.reported, exact.expected)
        counts = (figure.value, figure.stated, figure.computed, figure.imputed) if rule.measure == "count" else ()
        pairs = (figure.denominator, figure.known_denominator) if rule.measure in {"ratio", "mean"} else ()
        assert all(number is None or number % 5 == 0 for number in (*counts, *pairs))
        if rule.measure == "count" and exact.value is not None:
            assert abs(exact.value - (figure.value or 0)) <= Decimal("2.5")
            assert "rounded-to-5" in figure.notes


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(federations())
def test_units_of_a_sum_add_up_to_the_whole(federation: Federation) -> None:
    """What the top units of a tree have adds up to what the whole has, and so do reported and expected."""
    parts = rollup(federation, ["B"], by=["unit", "year"], engine="reference")
    wholes = rollup(federation, ["B"], by=["year"], engine="reference")
    if federation.rows("trees") and all(not row["from"] and not row["to"] for row in federation.rows("trees")):
        tops = {row["unit"] for row in federation.rows("trees") if not row["parent"]}
        for whole in wholes:
            mine = [part for part in parts if part.keys[0] in tops and part.keys[1:] == whole.keys]
            assert sum(part.value or 0 for part in mine) == (whole.value or 0)
            assert sum(part.reported for part in mine) == whole.reported
            assert sum(part.expected for part in mine) == whole.expected
