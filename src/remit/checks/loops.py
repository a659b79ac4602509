"""Finding loops: things that stand, step by step, above themselves."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

Node = TypeVar("Node", bound="Hashable")


def in_loops(edges: Iterable[tuple[Node, Node]]) -> set[Node]:
    """Return every node of every loop, and of ways between loops: what is left when ends are taken off."""
    ahead, behind = defaultdict(set), defaultdict(set)
    for one, other in edges:
        ahead[one].add(other)
        behind[other].add(one)
    left = set(ahead) | set(behind)
    for forward, backward in ((ahead, behind), (behind, ahead)):
        ends = deque(node for node in left if not forward[node] & left)
        while ends:
            node = ends.popleft()
            left.discard(node)
            ends.extend(near for near in backward[node] & left if not forward[near] & left)
    return left


def loops(ahead: Mapping[Node, Collection[Node]]) -> Iterator[list[Node]]:
    """Yield loops, each as its nodes in order; every node of a loop is in at least one."""
    done: set[Node] = set()
    for start in ahead:
        if start in done:
            continue
        path = _loop_from(start, ahead)
        if path:
            done.update(path)
            yield path


def _loop_from(start: Node, ahead: Mapping[Node, Collection[Node]]) -> list[Node]:
    """Return the shortest way from a node back to itself; empty where there is none."""
    came: dict[Node, Node] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for near in ahead.get(node, ()):
            if near == start:
                return _way(start, node, came)
            if near not in came:
                came[near] = node
                queue.append(near)
    return []


def _way(start: Node, end: Node, came: Mapping[Node, Node]) -> list[Node]:
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
