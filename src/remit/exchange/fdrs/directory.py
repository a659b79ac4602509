"""Who and what values may name: societies, regions and indicators, of the files and of the federation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.fdrs.indicators import Entry
    from remit.exchange.fdrs.sheets import Line
    from remit.federation import Federation
    from remit.problems import Problem

UNKNOWN_SOCIETY = Kind(
    "databank-unknown-society",
    N_("No society has the code “{code}”. Rows that name it: {count}; this is the first."),
    N_("Correct the code, or load the list of societies with it."),
)
UNKNOWN_INDICATOR = Kind(
    "databank-unknown-indicator",
    N_("No indicator has the code “{code}”. Rows that name it: {count}; this is the first."),
    N_("Correct the code, or load the codebook with it."),
)
NOT_IN_NUMBERS = Kind(
    "databank-not-in-numbers",
    N_("The indicator {code} is a text or a date, not a number. Its values are left out: {count}."),
    N_("Nothing to do."),
    blocks=False,
)


class Society(NamedTuple):
    code: str
    name: str = ""
    country: str = ""


class Measured(NamedTuple):
    """An indicator that a value may name."""

    code: str
    measure: str


@dataclass
class Refused:
    """Codes that values may not name: one problem for each, however many rows have it."""

    kind: Kind
    left_out: set[str] = field(default_factory=set)
    """Codes of lines that are there and could not be read, in small letters: their own problem is told."""
    _found: dict[str, tuple[Place, int]] = field(default_factory=dict)

    def add(self, line: Line, name: str) -> None:
        line.sound = False
        if line.text(name).casefold() in self.left_out:
            return
        place, count = self._found.get(line.text(name), (Place(line.rows.file, line.at, name), 0))
        self._found[line.text(name)] = place, count + 1

    def problems(self) -> Iterator[Problem]:
        for code, (place, count) in self._found.items():
            yield self.kind.at(place, code=code, count=count)


@dataclass
class Directory:
    """Looks up societies, regions and indicators. Codes are not told apart by case."""

    societies: dict[str, Society] = field(default_factory=dict)
    used: dict[str, Entry] = field(default_factory=dict)
    """The indicators of the codebook that values use."""
    _regions: dict[str, str] = field(default_factory=dict)
    codebook: dict[str, Entry] = field(default_factory=dict)
    _indicators: dict[str, Measured] = field(default_factory=dict)
    _unknown_societies: Refused = field(default_factory=lambda: Refused(UNKNOWN_SOCIETY))
    _unknown_indicators: Refused = field(default_factory=lambda: Refused(UNKNOWN_INDICATOR))
    _without_number: Refused = field(default_factory=lambda: Refused(NOT_IN_NUMBERS))

    @classmethod
    def of(cls, known: Federation) -> Directory:
        """Return what a federation knows already."""
        directory, current = cls(), known.current()
        places = {row["unit"]: row["country"] for row in current.rows("unit_places")}
        for row in current.rows("indicators"):
            directory._indicators[row["indicator"].casefold()] = Measured(row["indicator"], row["measure"])
        for row in current.rows("units"):
            name = known.name_of("units", row["unit"])
            if row["kind"] == "region":
                directory.add_region(name, row["unit"])
            else:
                directory.add_society(Society(row["unit"], name, places.get(row["unit"], "")))
        return directory

    def add_society(self, society: Society) -> None:
        self.societies[society.code.casefold()] = society

    def add_alias(self, code: str, society: Society) -> None:
        """Read another code as a society that is known."""
        self.societies[code.casefold()] = society

    def leave_out_society(self, code: str) -> None:
        """Note a society whose line could not be read."""
        self._unknown_societies.left_out.add(code.casefold())

    def leave_out_indicator(self, code: str) -> None:
        """Note an indicator whose line in the codebook could not be read."""
        self._unknown_indicators.left_out.add(code.casefold())

    def was_left_out(self, society: str) -> bool:
        return society.casefold() in self._unknown_societies.left_out

    def add_region(self, name: str, code: str) -> None:
        self._regions[_plain(name)] = code

    def add_codebook(self, entries: dict[str, Entry]) -> None:
        self.codebook |= entries

    def society(self, line: Line, name: str) -> str:
        """Return the code of the society that a field names; one that nobody knows makes the line unsound."""
        found = self.societies.get(line.text(name).casefold())
        if found is None:
            self._unknown_societies.add(line, name)
        return found.code if found else ""

    def indicator(self, line: Line, name: str) -> Measured:
        """Return the indicator that a field names; one that nobody knows makes the line unsound."""
        code = line.text(name).casefold()
        known = self.codebook[code].measured if code in self.codebook else self._indicators.get(code)
        if known is None or known.measure == "text":
            (self._without_number if known else self._unknown_indicators).add(line, name)
        elif code in self.codebook:
            self.use(self.codebook[code])
        return known or Measured("", "")

    def in_codebook(self, code: str) -> Entry | None:
        return self.codebook.get(code.casefold())

    def knows_indicator(self, code: str) -> bool:
        """Whether the federation has this indicator already."""
        return code.casefold() in self._indicators

    def use(self, entry: Entry) -> None:
        """Note that values use an indicator of the codebook."""
        self.used.setdefault(entry.code, entry)

    def namesake(self, society: Society) -> Society | None:
        """Return the one society that has this name and this country under another code."""
        wanted = _plain(society.name), society.country
        found = [each for each in self.societies.values() if (_plain(each.name), each.country) == wanted]
        return found[0] if len(found) == 1 and all(wanted) else None

    def region(self, name: str) -> str | None:
        return self._regions.get(_plain(name))

    def problems(self) -> Iterator[Problem]:
        """Yield the codes that nobody knows."""
        yield from self._unknown_societies.problems()
        yield from self._unknown_indicators.problems()
        yield from self._without_number.problems()


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
