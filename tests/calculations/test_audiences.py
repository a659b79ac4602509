"""Nothing that an audience is shown changes by a byte when a plan that it may not see changes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from remit.audiences import seen_by
from remit.exchange.base import Rows
from remit.federation import Federation

MOMENT = "2010-01-01T00:00:00Z"
SEEN = {
    "plans": [{"plan": "SEEN", "unit": "U", "kind": "appeal", "visibility": "public"}],
    "elements": [{"plan": "SEEN", "element": "E", "level": "output"}],
    "money": [{"id": "m0", "plan": "SEEN", "element": "E", "stage": "requirement", "amount": "5", "currency": "CHF"}],
    "texts": [{"of": "plans", "key": "SEEN", "field": "title", "language": "en", "text": "Seen"}],
}
codes = st.sampled_from("EFG")
amounts = st.integers(0, 99).map(str)
hidden_rows = st.fixed_dictionaries(
    {
        "plans": st.just([{"plan": "H", "unit": "U", "kind": "appeal", "visibility": "unit"}]),
        "elements": st.lists(st.builds(lambda code: {"plan": "H", "element": code, "level": "output"}, codes)),
        "links": st.lists(
            st.builds(
                lambda code, into: {
                    "from_plan": "SEEN" if into else "H",
                    "from_element": code,
                    "to_plan": "H" if into else "SEEN",
                    "to_element": "E",
                    "kind": "serves",
                },
                codes,
                st.booleans(),
            )
        ),
        "money": st.lists(
            st.builds(
                lambda number, amount: {
                    "id": f"h{number}",
                    "plan": "H",
                    "stage": "received",
                    "amount": amount,
                    "currency": "CHF",
                },
                st.integers(0, 5),
                amounts,
            ),
            unique_by=lambda row: row["id"],
        ),
        "targets": st.lists(
            st.builds(
                lambda n, v: {"id": f"t{n}", "plan": "H", "indicator": "I", "kind": "target", "value": v},
                st.integers(0, 5),
                amounts,
            ),
            unique_by=lambda row: row["id"],
        ),
        "texts": st.lists(
            st.builds(
                lambda code: {"of": "elements", "key": f"H/{code}", "field": "title", "language": "en", "text": code},
                codes,
            )
        ),
    }
)


def federation(hidden: dict[str, list[dict[str, str]]]) -> Federation:
    rows = Rows("case")
    for name in sorted({*SEEN, *hidden}):
        for number, row in enumerate([*SEEN.get(name, []), *hidden.get(name, [])]):
            rows.add_texts(name, f"{number}", {"recorded_at": MOMENT, **row})
    reading = rows.reading()
    assert not reading.problems
    return Federation(tables={batch.table: batch.rows for batch in reading.batches})


@given(hidden_rows, hidden_rows)
@settings(deadline=None, max_examples=50)
def test_what_is_seen_is_the_same_whatever_a_hidden_plan_holds(
    one: dict[str, list[dict[str, str]]], other: dict[str, list[dict[str, str]]]
) -> None:
    seen = [seen_by(federation(hidden), "federation") for hidden in (one, other)]
    names = {name for each in seen for name in each.tables}
    assert [seen[0].table(name).to_pylist() for name in sorted(names)] == [
        seen[1].table(name).to_pylist() for name in sorted(names)
    ]
    assert seen[0].rows("money")[0]["amount"] == 50_000
