"""A map of the world: countries in classes of a value, lighter to stronger, with a grey of its own for no value.

Shapes come from Natural Earth by way of npm's `world-atlas`; they say nothing about the standing of any territory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from remit.documents.charts.frame import Chart, framed, key, tip
from remit.documents.charts.look import CLASSES, Look, Option
from remit.documents.charts.values import Mark, Numbers, Table
from remit.language import N_, gettext

NO_VALUE = N_("no value")
PROPORTION = Decimal("0.434")
"""Height of the world, without Antarctica, over its width."""
MAP_NOTE = N_("Borders and names on this map say nothing about the legal status of any territory.")
"""To be shown below every map."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, by its ISO 3166-1 alpha-3 code, with its name and value."""

    code: str
    name: str
    mark: Mark


@dataclass(frozen=True)
class WorldMap(Chart):
    """Countries coloured by class. Without bounds the classes hold about as many countries each."""

    title: str
    summary: str
    places: tuple[Place, ...]
    of: str = N_("Country")
    unit: str = ""
    numbers: Numbers = field(default_factory=Numbers)
    bounds: tuple[Decimal, ...] = ()
    """Where each class but the first begins; at most four."""
    uses_world: ClassVar[bool] = True

    def table(self) -> Table:
        """Return name and value of each country, in the order given."""
        rows = tuple((place.name, self.numbers.shown(place.mark.number)) for place in self.places)
        return Table((gettext(self.of), self.unit or gettext(N_("Value"))), rows, (False, True))

    def height(self, look: Look) -> int:
        """Return the world's height at this width, and room for the classes below."""
        return int(look.width * PROPORTION) + (len(self._pieces()) * 20 + 12 if look.narrow else 36)

    def option(self, look: Look) -> Option:
        """Return the map. A class is a number of its own, so that the legend says it in our words."""
        return framed(
            visualMap=self._classes(look),
            series=[
                {
                    "type": "map",
                    "map": "world",
                    "aspectScale": 1,
                    "left": 0,
                    "top": 0,
                    "width": look.width,
                    "height": int(look.width * PROPORTION),
                    "roam": False,
                    "selectedMode": False,
                    "label": {"show": False},
                    "itemStyle": {"areaColor": "@land", "borderColor": "@edge", "borderWidth": 0.5},
                    "emphasis": {"disabled": True},
                    "data": [self._country(place) for place in self.places],
                }
            ],
        )

    def breaks(self) -> list[Decimal]:
        """Return where each class but the first begins."""
        numbers = sorted({place.mark.number for place in self.places if place.mark.number is not None})
        if self.bounds:
            return list(self.bounds)
        many = min(len(CLASSES), len(numbers))
        return [_rounded(numbers[len(numbers) * step // many]) for step in range(1, many)]

    def class_of(self, number: Decimal | None) -> int:
        """Return the class of a value, 1 for the first, or 0 where it is missing."""
        return 0 if number is None else 1 + sum(number >= bound for bound in self._bounds())

    def _bounds(self) -> list[Decimal]:
        return sorted(set(self.breaks()))

    def _country(self, place: Place) -> Option:
        number = place.mark.number
        said = f"{self.numbers.shown(number)} {self.unit if number is not None else ''}".strip()
        return {"name": place.code, "value": self.class_of(number), "tooltip": tip(place.name, said, place.mark.note)}

    def _pieces(self) -> list[Option]:
        bounds, shown = self._bounds(), self.numbers.shown
        colours = _spread(len(bounds) + 1)
        words = [f"< {shown(bounds[0])}" if bounds else gettext(N_("any value"))]
        words += [f"{shown(low)} \u2013 < {shown(high)}" for low, high in pairwise(bounds)]
        words += [f"\u2265 {shown(bounds[-1])}"] if bounds else []
        pieces = [{"value": place, "label": word, "color": colours[place - 1]} for place, word in enumerate(words, 1)]
        if any(place.mark.number is None for place in self.places):
            pieces.append({"value": 0, "label": gettext(NO_VALUE), "color": "@empty"})
        return pieces

    def _classes(self, look: Look) -> Option:
        return key(look) | {
            "type": "piecewise",
            "orient": "vertical" if look.narrow else "horizontal",
            "bottom": 0,
            "itemGap": 6 if look.narrow else 14,
            "itemWidth": 16,
            "itemHeight": 12,
            "itemSymbol": "rect",
            "hoverLink": False,
            "pieces": self._pieces(),
            "outOfRange": {"color": "@land"},
        }


def _rounded(number: Decimal) -> Decimal:
    """Return a bound of two digits, which people can say."""
    return number.quantize(Decimal(1).scaleb(number.adjusted() - 1)) if number else number


def _spread(many: int) -> list[str]:
    """Return so many of the class colours, spread from the lightest to the strongest."""
    return [CLASSES[place * (len(CLASSES) - 1) // max(many - 1, 1)] for place in range(many)]
