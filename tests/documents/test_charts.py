"""Charts say what their table says, and are drawn the same each time."""

from __future__ import annotations

import asyncio
import json
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("py_mini_racer")

from remit.documents.charts import (
    Bar,
    Bars,
    Chart,
    Flow,
    Line,
    Lines,
    Look,
    Mark,
    Numbers,
    Part,
    Place,
    Stop,
    Stream,
    Whole,
    WorldMap,
    draw,
    draw_for_page,
    drawing,
    figure,
)
from remit.documents.charts.frame import ticks
from remit.documents.charts.look import DARK, LIGHT, PARTS
from remit.errors import WrongUse

STYLES = Path(__file__).parents[2] / "src" / "remit_web" / "shell" / "static" / "remit" / "base.css"


def mark(number: int | None, imputed: int = 0) -> Mark:
    return Mark(None if number is None else Decimal(number), Decimal(imputed))


BARS = Bars(
    "People reached", "Three regions.",
    (Bar("Africa", mark(1_920_400, 210_000), Decimal(2_100_000)), Bar("Americas", mark(812_300)), Bar("Oceania", mark(None))),
    of="Region", unit="people",
)  # fmt: skip
LINES = Lines(
    "Volunteers", "Four years.", ("2023", "2024", "2025", "2026"),
    (Line("Volunteers", (mark(250), mark(None), mark(281, 281), mark(318))),
     Line("Target", (mark(None), mark(None), mark(None), mark(330)), is_target=True)),
)  # fmt: skip
FLOW = Flow(
    "Money to goals", "Two funds.",
    (Stop("a", 0, "Assessed"), Stop("b", 0, "Earmarked"), Stop("n", 0, "Nothing"), Stop("1", 1, "Goal 1"), Stop("2", 1, "Goal 2")),
    (Stream("a", "1", Decimal(1200)), Stream("b", "1", Decimal(300)), Stream("b", "2", Decimal(4500))), unit="CHF",
)  # fmt: skip
MAP = WorldMap(
    "Reached", "Four countries.",
    (Place("CHE", "Switzerland", mark(10)), Place("KEN", "Kenya", mark(2000)), Place("TUV", "Tuvalu", mark(0)), Place("IND", "India", mark(None))),
)  # fmt: skip
WHOLE = Whole("Funding", "Three parts.", (Part("Core", Decimal(1)), Part("Own", Decimal(1)), Part("Gap", Decimal(1))))
ALL: list[Chart] = [BARS, LINES, FLOW, MAP, WHOLE]
named = pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)


def texts(svg: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def place_of(svg: str, text: str) -> tuple[float, float]:
    found = re.search(rf'translate\(([-\d.]+) ([-\d.]+)\)"[^>]*>{re.escape(text)}<', svg)
    assert found, text
    return float(found[1]), float(found[2])


@named
@pytest.mark.parametrize("look", [Look(), Look(340), Look(rtl=True), Look(340, rtl=True)], ids=str)
def test_the_same_chart_is_the_same_bytes_and_holds_neither_styles_nor_scripts(chart: Chart, look: Look) -> None:
    svg = draw(chart, look)
    drawing._rendered.cache_clear()
    assert svg == draw(chart, look)
    assert not re.search(r"<style|<script|class=|NaN|undefined|zr\d", svg)
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("height")) == (str(look.width), str(chart.height(look)))


@named
def test_a_picture_says_in_words_what_it_shows(chart: Chart) -> None:
    root = ET.fromstring(draw(chart))
    said = {one.get("id"): one.text for one in root if one.get("id")}
    assert [said[key] for key in (root.get("aria-labelledby") or "").split()] == [chart.title, chart.summary]


@named
@pytest.mark.parametrize("look", [Look(), Look(340)], ids=str)
def test_no_label_starts_outside_the_picture(chart: Chart, look: Look) -> None:
    for x, y in re.findall(r"<text[^>]*translate\(([-\d.]+) ([-\d.]+)\)", draw(chart, look)):
        assert 0 <= float(x) <= look.width
        assert 0 <= float(y) <= chart.height(look)


def test_every_bar_has_its_number_in_the_picture_and_in_the_table() -> None:
    svg = draw(BARS)
    assert {"1\u202f920\u202f400", "812\u202f300", "missing", "Africa", "Americas", "Oceania"} <= set(texts(svg))
    assert BARS.table().headers == ("Region", "people", "of it imputed", "target")
    assert BARS.table().rows == (
        ("Africa", "1\u202f920\u202f400", "210\u202f000", "2\u202f100\u202f000"),
        ("Americas", "812\u202f300", "0", ""),
        ("Oceania", "missing", "", ""),
    )


def test_a_missing_value_is_a_gap_and_a_zero_is_not() -> None:
    def points(chart: Lines) -> list[float | None]:
        return [point["value"] for point in chart.option(Look())["series"][0]["data"]]

    assert points(LINES) == [250, None, None, 318]  # the third is imputed: on the dotted line
    zero = Lines("x", "x", ("2023", "2024"), (Line("x", (mark(0), mark(None))),))
    assert points(zero) == [0, None]
    assert [row[1] for row in zero.table().rows] == ["0", "missing"]
    assert "missing" not in texts(draw(zero))


def test_what_is_imputed_is_drawn_apart() -> None:
    reported, imputed = BARS.option(Look())["series"][:2]
    assert [one["value"] for one in reported["data"]] == [1_710_400, 812_300, None]
    assert [one["value"] for one in imputed["data"]] == [210_000, None, None]
    assert "<pattern" in draw(BARS)
    dotted = LINES.option(Look())["series"][1]
    assert dotted["lineStyle"]["type"] == "dotted"
    assert [one["value"] for one in dotted["data"]] == [None, None, 281, 318]
    assert LINES.table().rows[2][1] == "281 (281 of it imputed)"


def test_the_number_of_a_point_stands_where_its_line_does_not() -> None:
    def sides(*numbers: int) -> list[str]:
        line = Lines("x", "x", tuple(map(str, range(len(numbers)))), (Line("x", tuple(map(mark, numbers))),))
        return [point["label"]["position"] for point in line.option(Look())["series"][0]["data"]]

    assert sides(200, 240, 200) == ["top", "top", "bottom"]
    assert sides(240, 200, 220) == ["top", "bottom", "top"]
    assert sides(200, 200) == ["top", "top"]
    assert sides(200, 3) == ["top", "top"]  # below it stand the periods


def test_a_flow_names_each_stop_with_what_it_holds_and_leaves_out_what_holds_nothing() -> None:
    assert {"Assessed  1\u202f200", "Earmarked  4\u202f800", "Goal 1  1\u202f500", "Goal 2  4\u202f500"} <= set(
        texts(draw(FLOW))
    )
    assert not any("Nothing" in text for text in texts(draw(FLOW)))
    assert FLOW.table().rows[2] == ("Earmarked", "Goal 2", "4\u202f500")


def boxes(svg: str) -> list[tuple[str, float, float, float]]:
    """Return each label with its ends and its height, letters being about as wide as charts take them to be."""
    found = []
    for tag, text in re.findall(r"(<text[^>]*>)([^<]*)", svg):
        (x, y), (size,) = re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", tag)[0], re.findall(r"font-size:(\d+)px", tag)
        line = sum(map(float, re.findall(r' y="([-\d.]+)"', tag)))
        width = len(unescape(text)) * 6 * int(size) / 12
        left = float(x) - (width if 'text-anchor="end"' in tag else 0)
        found.append((unescape(text), left, left + width, line + float(y)))
    return found


@pytest.mark.parametrize("look", [Look(1100), Look(340), Look(1100, rtl=True), Look(340, rtl=True)], ids=str)
def test_no_label_of_a_flow_lies_over_another(look: Look) -> None:
    """However thin the stops are: one takes nearly all, twenty others share what is left; over five stages."""
    goal, aim, money = Stop("goal", 0, "P1 Goal", "P1"), Stop("aim", 1, "1 Objective", "1"), Stop("money", 4, "Money")
    outputs = [Stop(f"o{n}", 2, f"{n} Members have an emergency plan that they know", str(n)) for n in range(21)]
    work = [Stop(f"a{n}", 3, "2 activities") for n in range(21)]
    amounts = [Decimal(9_000_000), *[Decimal(1_000)] * 20]
    streams = [Stream("goal", "aim", sum(amounts, Decimal(0)))]
    for output, activity, amount in zip(outputs, work, amounts, strict=True):
        chain = ("aim", output.key, activity.key, "money")
        streams += [Stream(one, other, amount) for one, other in pairwise(chain)]
    labels = boxes(draw(Flow("x", "x", (goal, aim, *outputs, *work, money), tuple(streams)), look))
    assert len(labels) >= 45
    assert all(left >= 0 and right <= look.width for _, left, right, _ in labels)
    over = [
        (one, other)
        for at, (one, left, right, y) in enumerate(labels)
        for other, start, end, below in labels[at + 1 :]
        if abs(y - below) < 10 and left < end - 8 and start < right - 8  # a thin bar stands between two stages
    ]
    assert not over


def test_a_flow_refuses_a_stream_that_leads_nowhere() -> None:
    for source, target in (("a", "x"), ("1", "a"), ("a", "b")):
        with pytest.raises(WrongUse):
            Flow("x", "x", FLOW.stops, (Stream(source, target, Decimal(1)),))


def test_reading_from_the_right_turns_the_picture_round() -> None:
    look, turned = Look(), Look(rtl=True)
    for chart, first, second in ((FLOW, "Assessed  1\u202f200", "Goal 1  1\u202f500"), (LINES, "2023", "2026")):
        assert place_of(draw(chart, look), first)[0] < place_of(draw(chart, look), second)[0]
        assert place_of(draw(chart, turned), first)[0] > place_of(draw(chart, turned), second)[0]
    assert place_of(draw(BARS, look), "Africa")[0] < place_of(draw(BARS, look), "812\u202f300")[0]
    assert place_of(draw(BARS, turned), "Africa")[0] > place_of(draw(BARS, turned), "812\u202f300")[0]


def test_a_country_without_a_value_is_no_country_of_the_lowest_class() -> None:
    classes = {one["name"]: one["value"] for one in MAP.option(Look())["series"][0]["data"]}
    assert classes == {"TUV": 1, "CHE": 2, "KEN": 3, "IND": 0}
    svg = draw(MAP)
    assert svg.count(f'fill="{LIGHT["empty"]}"') == 2  # India and the legend
    assert [row[1] for row in MAP.table().rows] == ["10", "2\u202f000", "0", "missing"]
    assert "no value" in texts(svg)


def test_the_classes_of_a_map_can_be_given() -> None:
    chart = WorldMap("x", "x", MAP.places, bounds=(Decimal(1), Decimal(1500)))
    assert [chart.class_of(one.mark.number) for one in chart.places] == [2, 3, 1, 0]
    assert {"< 1", "1 \u2013 < 1\u202f500", "\u2265 1\u202f500", "no value"} <= set(texts(draw(chart)))


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=6).filter(any))
def test_the_shares_of_a_whole_add_up(numbers: list[Decimal]) -> None:
    whole = Whole("x", "x", tuple(Part(str(place), number) for place, number in enumerate(numbers)))
    assert sum(int(share.split("\u202f")[0]) for share in whole.shares()) == 100


@given(st.lists(st.decimals(-(10**12), 10**12, places=4), max_size=8))
def test_the_ruled_lines_reach_beyond_every_value_in_few_round_steps(numbers: list[Decimal]) -> None:
    steps = ticks(numbers)
    assert steps[0] <= min([Decimal(0), *numbers]) and max([Decimal(0), *numbers]) <= steps[-1]
    assert 0 in steps
    assert 2 <= len(steps) <= 8


@given(st.decimals(-(10**14), 10**14, places=4))
def test_a_number_is_written_as_it_is_with_thousands_set_apart(number: Decimal) -> None:
    written = Numbers(places=4).shown(number)
    assert Decimal(written.replace("\u202f", "").replace("\u2212", "-")) == number
    assert all(len(group) == 3 for group in written.split(".")[0].split("\u202f")[1:])


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
def test_a_name_is_drawn_as_it_is_and_never_taken_for_markup(name: str) -> None:
    chart = Bars("<b>&{b}", name, (Bar(name, mark(1)), Bar("{c} <script>", mark(2))))
    html = figure(chart, "one")
    ET.fromstring(draw(chart))
    assert html.count("<script") == html.count("</script") == 1
    block = json.loads(html.split('id="one">')[1].split("</script")[0])
    shown = block["wide"]["option"]["series"][0]["data"][1]["tooltip"]["formatter"]
    assert "<script" not in shown and "{c}" not in shown


def test_on_a_page_the_style_sheet_sets_every_colour() -> None:
    for chart in ALL:
        svg = draw_for_page(chart)
        assert "var(--chart-" in svg
        unnamed = re.sub(r"var\([^)]*\)", "", svg)
        assert not re.search(r'(fill|stroke)="(#(?!000")|rgb)', unnamed)  # black: the shape of a clip, never seen
    named = re.findall(r"--chart-(\w+): light-dark\((#\w{6}), (#\w{6})\);", STYLES.read_text())
    assert {name: light for name, light, _ in named} == LIGHT
    assert {name: dark for name, _, dark in named} == DARK


def test_no_two_colours_of_one_theme_are_the_same() -> None:
    assert len(set(LIGHT.values())) == len(LIGHT) and len(set(DARK.values())) == len(DARK)


def light_of(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_a_colour_tells_can_be_seen(colours: dict[str, str]) -> None:
    paper = colours["paper"]
    for text in ("ink", "soft", *(part[1:] for part in PARTS)):  # a share is written on its part, in paper
        assert contrast(colours[text], paper) >= 4.5, text
    for shape in ("accent", "target", "edge"):
        assert contrast(colours[shape], paper) >= 3, shape
    classes = [light_of(colours[f"class{number}"]) for number in range(1, 6)]
    assert classes in (sorted(classes), sorted(classes, reverse=True))


def test_a_page_has_a_drawing_for_wide_and_for_narrow_and_one_key() -> None:
    html = figure(FLOW, "flow", rtl=True)
    assert 'width="720"' in html and 'width="340"' in html
    assert html.count("<svg") == 2
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_several_threads_may_draw_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(drawn_anew, [BARS] * 8))) == 1


def test_who_draws_first_where_a_loop_runs_keeps_no_other_waiting() -> None:
    async def first() -> str:
        drawing._v8.cache_clear()
        return drawn_anew(BARS)

    # The loop of a browser may run in this thread already.
    with ThreadPoolExecutor(1) as has_a_loop, ThreadPoolExecutor(1) as has_none:
        drawn = has_a_loop.submit(asyncio.run, first()).result(timeout=60)
        assert has_none.submit(drawn_anew, BARS).result(timeout=60) == drawn


def drawn_anew(chart: Chart) -> str:
    drawing._rendered.cache_clear()
    return draw(chart)


@pytest.mark.parametrize(
    "chart",
    [
        Bars("x", "x", ()),
        Bars("x", "x", (Bar("a", mark(None)), Bar("b", mark(0)), Bar("c", mark(-5)))),
        Lines("x", "x", (), ()),
        Lines("x", "x", ("2026",), (Line("a", (mark(None),)),)),
        Flow("x", "x", (), ()),
        Flow("x", "x", FLOW.stops, ()),
        WorldMap("x", "x", ()),
        WorldMap("x", "x", (Place("CHE", "Switzerland", mark(None)), Place("XXX", "Nowhere", mark(3)))),
        Whole("x", "x", ()),
        Whole("x", "x", (Part("a", Decimal(0)),)),
    ],
    ids=repr,
)
def test_little_or_nothing_to_show_is_drawn_all_the_same(chart: Chart) -> None:
    for look in (Look(), Look(340)):
        svg = draw(chart, look)
        ET.fromstring(svg)
        assert "NaN" not in svg and "Infinity" not in svg
