"""Where each sub-output belongs. It names its output by a title: missing, unknown or ambiguous as may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.exchange.uninfo.names import code_of_id, slug, unique
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.exchange.uninfo.content import Content, Node, SubOutput

UNKNOWN_OUTPUT = Kind(
    "unknown-output",
    N_("No output is called “{output}”; the sub-output “{title}” stands under “Not assigned”."),
    N_("Correct the name of the output at the source."),
    blocks=False,
)
NO_OUTPUT = Kind(
    "output-not-stated",
    N_("The sub-output “{title}” names no output; it stands under “Not assigned”."),
    N_("Name its output at the source."),
    blocks=False,
)
AMBIGUOUS_OUTPUT = Kind(
    "ambiguous-output",
    N_("{count} outputs are called “{output}”; the sub-output “{title}” stands under what is above them all: {under}."),
    N_("Give each output a name of its own at the source."),
    blocks=False,
)
NO_TREE = Kind(
    "no-results-tree",
    N_("The file has no tree of results: its sub-outputs ({count}) stand under “Not assigned”."),
    N_("Use a newer export, which has one."),
    blocks=False,
)
NO_ID = Kind(
    "id-not-stated",
    N_("It has no id; its code was made from where it stands."),
    N_("Add the id at the source, so that a later export is recognised."),
    blocks=False,
)

UNASSIGNED = "NOT-ASSIGNED"
LEVELS = (("P", "priority"), ("OC", "outcome"), ("OP", "output"))
"""Letters of the codes, and the level, of each depth of the tree; what is deeper is an output too."""


@dataclass(frozen=True)
class Placed:
    """A framework with codes, and the node that each sub-output stands under."""

    codes: Mapping[str, str]
    """By path in the file."""
    under: Mapping[str, Node | None]
    """Of each sub-output, by its path; None: not assigned."""

    def above(self, sub: SubOutput) -> Iterable[Node]:
        """Return the nodes that a sub-output counts in, from the top."""
        node = self.under[sub.at]
        return () if node is None else (*node.above, node)


def level_of(node: Node) -> tuple[str, str]:
    """Return the letters and the level of a node."""
    return LEVELS[min(node.depth, len(LEVELS) - 1)]


def place(content: Content, agencies: Mapping[str, str]) -> Placed:
    """Give everything a code and each sub-output its place; adds problems to the content."""
    taken = {UNASSIGNED.casefold()}
    codes = {}
    for node in content.nodes:
        codes[node.at] = unique(code_of_id(level_of(node)[0], node.given_id, node.at), taken)
        _check_id(content, node)
    under = _outputs(content)
    codes |= _codes_of_sub_outputs(content, agencies, codes, under, taken)
    return Placed(codes, under)


def _check_id(content: Content, item: Node | SubOutput) -> None:
    if not isinstance(item.given_id, str) or not slug(item.given_id):
        content.problems.append(NO_ID.at(content.place(item.at, "id")))


def _codes_of_sub_outputs(
    content: Content,
    agencies: Mapping[str, str],
    codes: Mapping[str, str],
    under: Mapping[str, Node | None],
    taken: set[str],
) -> dict[str, str]:
    """Return a code for each sub-output.

    An id that several rows bear (a joint one: a row for each agency, and for each output) is told apart by
    agency, then by output: unlike the order of the file, these stay from export to export.
    """
    by_id: dict[str, list[SubOutput]] = {}
    for sub in content.sub_outputs:
        by_id.setdefault(code_of_id("SO", sub.given_id, sub.at), []).append(sub)
        _check_id(content, sub)
    found = {}
    for code, group in by_id.items():
        for sub in group:
            node = under[sub.at]
            several = sum(other.agency == sub.agency for other in group) > 1
            parts = [code]
            parts += [agencies[sub.agency] if sub.agency else "none"] if len(group) > 1 else []
            parts += [codes[node.at] if node else "none"] if several else []
            found[sub.at] = unique("-".join(parts)[:60], taken)
    return found


def _outputs(content: Content) -> dict[str, Node | None]:
    """Return the node that each sub-output stands under: the deepest one of the name that it gives."""
    if not content.nodes:
        if content.sub_outputs:
            content.problems.append(NO_TREE.at(content.place("framework"), count=len(content.sub_outputs)))
        return dict.fromkeys((sub.at for sub in content.sub_outputs), None)
    by_name: dict[str, list[Node]] = {}
    for node in sorted(content.nodes, key=lambda node: -node.depth):
        same = by_name.setdefault(node.title, [])
        if not same or same[0].depth == node.depth:
            same.append(node)
    return {
        sub.at: _output(content, sub, by_name.get(sub.output, []) if sub.output else []) for sub in content.sub_outputs
    }


def _output(content: Content, sub: SubOutput, named: list[Node]) -> Node | None:
    if len(named) == 1:
        return named[0]
    where, title = content.place(sub.at, "outcome"), sub.title[:60]
    if not named:
        kind = UNKNOWN_OUTPUT if sub.output else NO_OUTPUT
        content.problems.append(kind.at(where, output=sub.output[:60], title=title))
        return None
    node = _shared(named)
    under = node.title[:60] if node else "Not assigned"
    facts = {"count": len(named), "output": sub.output[:60], "title": title, "under": under}
    content.problems.append(AMBIGUOUS_OUTPUT.at(where, **facts))
    return node


def _shared(nodes: list[Node]) -> Node | None:
    """Return the lowest node that stands above all of them."""
    first, *others = nodes
    shared = [node for node in first.above if all(any(node is above for above in other.above) for other in others)]
    return shared[-1] if shared else None
