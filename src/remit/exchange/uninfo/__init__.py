"""The UN country teams' cooperation frameworks (UN INFO exports): a JSON file for each framework, read only.

One plan comes of each file: priorities, outcomes, outputs, and sub-outputs with the money required, available
and spent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.errors import WrongUse
from remit.exchange.base import Reading
from remit.exchange.sources import BadSource
from remit.exchange.uninfo.content import NOT_A_FRAMEWORK, load, read
from remit.exchange.uninfo.names import Agencies
from remit.exchange.uninfo.plans import Plans
from remit.language import N_
from remit.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from remit.exchange.sources import Source
    from remit.exchange.uninfo.content import Content
    from remit.federation import Federation

LEFT_OUT = Kind("left-out", N_("The file is no framework and was left out."), N_("Nothing to do."), blocks=False)
NOTHING_HERE = Kind(
    "no-framework-here",
    N_("None of the files is a country-team framework."),
    N_("Name the files that are (JSON, packed by gzip or not)."),
)
_BEGINNING = 4096


class UnInfo:
    """Reads country-team frameworks."""

    key = "uninfo"
    title = "UN country-team frameworks (UN INFO)"

    def recognises(self, source: Source) -> bool:
        """Whether it is a JSON file that speaks of a workspace near its beginning."""
        if not source.bare_name.lower().endswith(".json"):
            return False
        try:
            beginning = source.data[:_BEGINNING]
        except BadSource:
            return False
        return beginning.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"workspace_id"' in beginning

    def read(self, sources: Sequence[Source], known: Federation, progress: Callable[..., None]) -> Reading:
        """Read all frameworks together: agencies get the same codes, and a repeated framework is seen."""
        reading, contents = Reading(), []
        for number, source in enumerate(sorted(sources, key=lambda source: source.name)):
            progress(source.name, number, len(sources))
            found = _content(source)
            if isinstance(found, Problem):
                reading.problems.append(found)
            else:
                contents.append(found)
        if not contents and not any(problem.blocks for problem in reading.problems):
            reading.problems += [NOTHING_HERE.at(source.place) for source in sources[:1]]
        agencies = Agencies(known)
        agencies.meet(sub.agency for content in contents for sub in content.sub_outputs if sub.agency)
        plans = Plans(known, agencies)
        for content in contents:
            reading.extend(plans.read(content))
        return reading

    def write(self, federation: Federation, target: Path) -> None:  # noqa: ARG002 - as every format is called
        """Refuse: the format is only read."""
        raise WrongUse("the uninfo format is only read; write a plan package instead (.yaml or .json)")


def _content(source: Source) -> Content | Problem:
    if not source.bare_name.lower().endswith(".json"):
        return LEFT_OUT.at(source.place)
    try:
        document = load(source)
    except BadSource as bad:
        return bad.problem
    if isinstance(document, Problem):
        return document
    if _is_index(document):
        return LEFT_OUT.at(source.place)
    if not isinstance(document, dict) or not {"framework", "projects"} & document.keys():
        return NOT_A_FRAMEWORK.at(source.place)
    return read(document, source.name)


def _is_index(document: Any) -> bool:
    """Whether it is the publisher's list of workspaces: names and numbers, nothing else."""
    return isinstance(document, dict) and bool(document) and all(isinstance(value, str) for value in document.values())
