"""Nine country-team frameworks: money added up from the sub-outputs agrees with what is published, and gaps stand."""

from __future__ import annotations

import copy
import gzip
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Loaded, Remit

pytestmark = pytest.mark.data
STAGES = {"required": "requirement", "available": "confirmed", "spent": "expenditure"}
DEPTHS = ("priority", "outcome", "output")
Node = dict[str, Any]


@pytest.fixture(scope="module")
def raw(uninfo: Path) -> dict[str, Node]:
    """Return each framework by its country's name."""
    found = [_opened(path) for path in sorted(uninfo.glob("*.json.gz"))]
    return {framework["name"]: framework for framework in found}


@pytest.fixture(scope="module")
def links(remit: Remit, uninfo: Path) -> dict[str, Any]:
    """Return what `link` says of each framework's file, as JSON."""
    files = sorted(uninfo.glob("*.json.gz"))
    return {_opened(file)["name"]: remit("link", file, "--format", "json").json for file in files}


def test_nine_frameworks_load_with_every_sub_output(frameworks: Loaded, raw: dict[str, Node]) -> None:
    assert len(raw) == 9
    assert frameworks.said["loaded"] is True
    assert frameworks.said["seen"]["sub-outputs"] == sum(len(one["projects"]) for one in raw.values()) == 1_806
    assert not [problem for problem in frameworks.said["problems"] if problem["blocks"]]


def test_each_published_figure_stands_beside_the_sum_within_one_dollar(
    links: dict[str, Any], raw: dict[str, Node]
) -> None:
    outputs = 0
    for name, framework in raw.items():
        results = [one for one in links[name]["elements"] if one["level"] in DEPTHS]
        by_id = {re.sub(r"\D", "", one["element"]): one for one in results}
        assert len(by_id) == len(results)
        for depth, node in _nodes(framework):
            outputs += depth == "output"
            element = by_id.pop(str(node["id"]))
            assert element["level"] == depth
            amounts = {one["stage"]: Decimal(one["amount"]) for one in element["amounts"]}
            stated = {one["stage"]: one for one in element["stated"]}
            for word, stage in STAGES.items():
                computed = _sum(framework, node, word)
                assert amounts.get(stage, Decimal(0)) == computed, (name, node["id"], word)
                assert Decimal(stated[stage]["printed"]) == _money(node[word])
                assert abs(computed - _money(node[word])) <= 1
        assert not by_id
    assert outputs == 174


def test_each_whole_agrees_with_its_published_total(links: dict[str, Any], raw: dict[str, Node]) -> None:
    for name, framework in raw.items():
        totals = {one["stage"]: one for one in links[name]["totals"]}
        for word, stage in STAGES.items():
            (stated,) = totals[stage]["stated"]
            assert Decimal(stated["printed"]) == _money(framework["totals"][word])
            assert abs(Decimal(totals[stage]["amount"]) - _money(framework["totals"][word])) <= Decimal("1.5")


def test_the_gap_is_the_sum_of_the_lines_gaps_beside_the_net_one(
    remit: Remit, uninfo: Path, raw: dict[str, Node]
) -> None:
    """A line's money beyond its requirement covers no other line."""
    for name, code, by_line, net in (
        ("Nepal", "NPL", "21,227,178", "21,112,066"),
        ("Mozambique", "MOZ", "106,401,797", "94,561,224"),
    ):
        gaps = [_money(line["required"]) - _money(line["available"]) for line in raw[name]["projects"]]
        assert f"{sum(gap for gap in gaps if gap > 0):,.0f}" == by_line
        assert f"{sum(gaps):,.0f}" == net
        said = remit("walk", uninfo / f"{code}.json.gz").output
        assert f"{by_line} USD are not funded: the sum of the gaps of all lines" in said
        assert f"{net} USD would be, if money could move from line to line" in said


def test_a_framework_whose_published_total_is_wrong_loads_and_says_so(
    remit: Remit, raw: dict[str, Node], tmp_path: Path
) -> None:
    """In other frameworks the printed total leaves out some sub-outputs."""
    made = copy.deepcopy(raw["Niger"])
    made |= {"name": "Atlantis", "workspace_id": 9001}
    computed = _sum(made, made["framework"][0], "required")
    made["framework"][0]["required"] = float(computed - 979_862)
    file = tmp_path / "ATL.json"
    file.write_text(json.dumps(made, default=float))
    said = remit("load", file, "--format", "uninfo", "--federation", tmp_path / "federation", "--json").json
    assert said["loaded"] is True
    facts = f"{computed - 979_862:f}", f"{computed:f}"
    told = [problem for problem in said["problems"] if all(_plain(fact) in _plain(problem["says"]) for fact in facts)]
    assert len(told) == 1
    assert not told[0]["blocks"]
    assert told[0]["mend"]
    assert told[0]["file"] == "ATL.json"
    (again,) = of_kind(remit("check", file, "--json").json["problems"], told[0]["code"])
    assert again["says"] == told[0]["says"]


def _opened(path: Path) -> Node:
    framework: Node = json.loads(gzip.decompress(path.read_bytes()), parse_float=Decimal)
    return framework


def _nodes(framework: Node) -> Iterator[tuple[str, Node]]:
    """Yield every priority, outcome and output with its level's name."""
    nodes = [(0, node) for node in framework["framework"]]
    while nodes:
        depth, node = nodes.pop()
        yield DEPTHS[depth], node
        nodes += [(depth + 1, child) for child in node.get("children") or ()]


def _sum(framework: Node, node: Node, word: str) -> Decimal:
    """Add up the sub-outputs below a node; each names its output by the output's name."""
    outputs = {one["name"] for _, one in _nodes({"framework": [node]}) if "children" not in one}
    amounts = (_money(line[word]) for line in framework["projects"] if line["outcome"] in outputs)
    return sum(amounts, Decimal(0))


def _money(value: object) -> Decimal:
    return Decimal(str(value or 0))


def _plain(text: str) -> str:
    return text.replace(",", "")
