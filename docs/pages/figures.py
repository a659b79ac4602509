"""The page of figures: what a roll-up's rows hold, what a figure can be, and what its notes say."""

from __future__ import annotations

from docs.pages import markdown

from remit.calculations.figures import Figure, Status
from remit.calculations.notes import NOTES
from remit.cli.figures import FACTS

_INTRO = """
`remit rollup` gives one row for each figure: its indicator, its keys (one for each column of `--by`; a
unit by its code, with its name in `KIND_name`), then these columns. In CSV what is missing is empty; in
JSON it is left out, and numbers are texts, exact.
"""
_COLUMNS = {
    "value": "The figure, exact; of a ratio or mean at ten decimal places. Empty where missing or refused.",
    "numerator": "Of a ratio or mean.",
    "denominator": "Of a ratio or mean.",
    "status": "What it is; see below.",
    "stated": "What the unit itself states, where its parts give another total.",
    "reported": "How many units reported, of those expected.",
    "expected": "How many units were expected to report.",
    "unexpected": "How many units reported though nobody expected them. They are in the value.",
    "imputed": "How much of the value is imputed or estimated; empty where nothing is.",
    "covered": "Of a ratio: which part of the known denominator stands behind it, from 0 to 1.",
    "as_of": "The moment asked for; else when the latest of its values was recorded.",
    "note": "What a reader must know, in sentences.",
}
_STATUSES = {
    Status.COMPLETE: "Every unit that was expected reported.",
    Status.PARTIAL: "Some did not.",
    Status.AT_LEAST: "Its periods may not be added; the largest is shown.",
    Status.MISSING: "There is no value. It is not 0.",
    Status.NOT_APPLICABLE: "It does not apply to the unit.",
    Status.REFUSED: "It may not be added; the note says why.",
}


def page() -> str:
    """Return the columns, statuses and notes of figures."""
    columns = ((f"`{name}`", _COLUMNS[name]) for name in FACTS)
    statuses = ((str(status), _STATUSES[status]) for status in Status)
    notes = ((f"`{code}`", markdown.sentence(text)) for code, text in NOTES.items())
    return markdown.page(
        "Figures",
        _INTRO.strip(),
        markdown.table(("column", "meaning"), columns),
        "## Statuses",
        markdown.table(("status", "meaning"), statuses),
        "## Notes",
        "In Python a note is a code; its sentence is made when it is shown.",
        markdown.table(("code", "sentence"), notes),
        "## In Python",
        markdown.prose(markdown.said(Figure)),
    )
