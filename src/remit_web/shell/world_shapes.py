"""Makes the shapes of the world's countries for maps from two packages: shapes (Natural Earth) and country codes.

The shapes come keyed by ISO's numeric codes, as arcs that neighbours share; a map wants closed rings keyed by alpha-3
code. They are projected here, once, to Equal Earth: equal areas, so that a large country is not made to look larger.
Countries too small for the coarse shapes are drawn as a dot. Antarctica, where nobody lives, is left out.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Ring = list[tuple[float, float]]

WITHIN = {"N. Cyprus": "CYP", "Somaliland": "SOM", "Kosovo": "XKX"}
"""Shapes without a code of their own, and the country (or the code in use) that they are shown under."""
LEFT_OUT = {"ATA", "ATF"}
DOT = 1.1
"""Radius of the dot of a small country, in degrees at the equator."""


def world(shapes: Path, small: Path, codes: Path) -> str:
    """Return GeoJSON text: one feature for each country, named by its alpha-3 code."""
    alpha3 = {row[2]: row[1] for row in json.loads(codes.read_text())}
    rings: dict[str, list[list[Ring]]] = {}
    for code, polygons in _countries(json.loads(shapes.read_text()), alpha3):
        rings.setdefault(code, []).extend(polygons)
    for code, polygons in _countries(json.loads(small.read_text()), alpha3):
        if code not in rings:
            rings[code] = [[_dot(max((polygon[0] for polygon in polygons), key=len))]]
    features = [_feature(code, rings[code]) for code in sorted(rings)]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")) + "\n"


def _countries(topology: dict[str, Any], alpha3: dict[str, str]) -> Iterator[tuple[str, list[list[Ring]]]]:
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    for shape in topology["objects"]["countries"]["geometries"]:
        code = alpha3.get(shape.get("id", "")) or WITHIN.get(shape["properties"]["name"])
        if code is None or code in LEFT_OUT:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield code, _together([[_unbroken(_joined(ring, arcs)) for ring in polygon] for polygon in polygons])


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """Return longitudes and latitudes of an arc, which is stored as steps from point to point."""
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + start_x, y * scale_y + start_y))
    return points


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """Return a closed ring from its arcs; `~n` is arc n read backwards. Arcs meet in a point that both hold."""
    points: Ring = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _unbroken(ring: Ring) -> Ring:
    """Return a ring that runs on past 180 degrees, where it would jump to the other side of the map."""
    points, turn = ring[:1], 0
    for (before, _), (x, y) in pairwise(ring):
        turn += 360 * (x - before < -180) - 360 * (x - before > 180)  # noqa: PLR2004 - half the globe
        points.append((x + turn, y))
    return points


def _together(polygons: list[list[Ring]]) -> list[list[Ring]]:
    """Return a country's parts beside its largest, where a few would stand at the other side of the map."""
    main = _middle(max((polygon[0] for polygon in polygons), key=len))
    return [
        [[(x + 360 * round((main - _middle(polygon[0])) / 360), y) for x, y in ring] for ring in polygon]
        for polygon in polygons
    ]


def _middle(ring: Ring) -> float:
    return (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2


def _dot(ring: Ring) -> Ring:
    middle_x = sum(x for x, _ in ring) / len(ring)
    middle_y = sum(y for _, y in ring) / len(ring)
    angles = [math.tau * step / 10 for step in range(11)]
    return [(middle_x + DOT * math.cos(angle), middle_y + DOT * math.sin(angle)) for angle in angles]


def _feature(code: str, polygons: list[list[Ring]]) -> dict[str, Any]:
    coordinates = [[[_equal_earth(*point) for point in ring] for ring in polygon] for polygon in polygons]
    return {
        "type": "Feature",
        "properties": {"name": code},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def _equal_earth(longitude: float, latitude: float) -> list[float]:
    """Return a point in the Equal Earth projection (Savric, Patterson and Jenny 2018), scaled to degrees."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = theta**2, theta**6
    x = math.radians(longitude) * math.cos(theta) * 2 / math.sqrt(3) / (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    return [round(math.degrees(x), 2), round(math.degrees(y), 2)]
