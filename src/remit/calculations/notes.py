"""What a reader of a figure must know, as codes; the sentences are made when they are shown."""

from __future__ import annotations

from remit.language import N_, gettext

NOTES = {
    "units-not-added": N_("This indicator may not be added over units."),
    "periods-not-added": N_("This indicator may not be added over periods: the same people may be in several. "
                            "The largest period is shown."),
    "plans-not-added": N_("This indicator may not be added over programmes; the unit has to state its total."),
    "no-number": N_("This indicator is not a number; there is nothing to add."),
    "own-period": N_("Values of this longer period are not split."),
    "not-asked": N_("Nobody here was expected to report it for this time."),
    "stated-counts": N_("The total that the unit states counts; its parts give {computed}."),
    "computed-counts": N_("What the parts give counts; the unit states {stated}."),
    "left-out": N_("Some values may not be shown to this audience and are left out."),
    "part-of": N_("A part of a coarser category that is shown too; do not add the two."),
    "remainder": N_("The total less the categories shown."),
    "rounded-to-5": N_("Rounded to 5, as is every count of this breakdown outside the unit; 0 may stand for up to 2."),
    "imputed-last": N_("Imputed: carried forward from {periods}."),
    "imputed-mean": N_("Imputed: the mean of {periods}."),
    "imputed-units": N_("Imputed for {units} units that submitted nothing."),
    "fallen": N_("A running total fell; the difference counts as a correction."),
}  # fmt: skip


def sentence(note: str) -> str:
    """Return the sentence of a note: a code, then facts as `name=value`, separated by `|`."""
    code, *facts = note.split("|")
    return gettext(NOTES[code]).format_map(dict(fact.split("=", 1) for fact in facts))
