"""Charts as data: one definition for the page, the document and paper, each with the table that says the same."""

from remit.documents.charts.bars import Bar, Bars
from remit.documents.charts.drawing import VENDOR, draw, draw_for_page
from remit.documents.charts.flow import Flow, Stop, Stream
from remit.documents.charts.frame import Chart
from remit.documents.charts.lines import Line, Lines
from remit.documents.charts.look import Look
from remit.documents.charts.page import figure
from remit.documents.charts.values import Mark, Numbers, Table
from remit.documents.charts.whole import Part, Whole
from remit.documents.charts.world import MAP_NOTE, Place, WorldMap

__all__ = [
    "MAP_NOTE",
    "VENDOR",
    "Bar",
    "Bars",
    "Chart",
    "Flow",
    "Line",
    "Lines",
    "Look",
    "Mark",
    "Numbers",
    "Part",
    "Place",
    "Stop",
    "Stream",
    "Table",
    "Whole",
    "WorldMap",
    "draw",
    "draw_for_page",
    "figure",
]
