"""Given for m1.e5: the yardstick of the race, and what the tests look at your objects with.

The yardstick has the edges as they come, without an index: it looks through all of them once for every step away from the
root. It is compiled, as your search is, and works on the same numbers, so the ratio says what the index is worth.
"""

import functools
import gc
import sys
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

NODES = 30_000


@functools.cache
def edges() -> np.ndarray:
    """The edges of the race: like a map, every node has about eight others nearby, but nearby nodes have any numbers."""
    chance = np.random.default_rng(15)
    number = chance.permutation(NODES).astype(np.int32)
    one = chance.integers(0, NODES, 4 * NODES)
    other = (one + chance.integers(-NODES // 250, NODES // 250 + 1, 4 * NODES)) % NODES
    pairs = np.stack([number[one], number[other]], axis=1)
    return np.concatenate([pairs, pairs[:, ::-1]])


_graph: list[Any] = []


def search(bfs: Callable[..., Any], root: int) -> Any:
    """What is timed: your bfs, in the graph that your from_edges makes of the edges at the first call."""
    if not _graph:
        _graph.extend(sys.modules[bfs.__module__].from_edges(NODES, edges()))
    return bfs(*_graph, root)


@njit
def _all_edges(edges, root, away):
    away[root] = 0
    steps, found = 0, True
    while found:
        found = False
        for i in range(len(edges)):
            if away[edges[i, 0]] == steps and away[edges[i, 1]] < 0:
                away[edges[i, 1]] = steps + 1
                found = True
        steps += 1


def without_index(root: int) -> np.ndarray:
    """The yardstick: through all edges, again and again, until no node is new."""
    away = np.full(NODES, -1, np.int32)
    _all_edges(edges(), root, away)
    return away


# For the tests.


class Thing:
    """An object that refers to others."""

    def __init__(self) -> None:
        self.others: list[Thing] = []

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        """As little as that of an empty list: not everything that is there is true."""
        return False

    def __eq__(self, other: object) -> bool:
        """Like two empty lists: what is equal need not be the same."""
        return True

    def __del__(self) -> None:
        if not Things.collecting:
            Things.collector_was_on |= gc.isenabled()


class Things:
    """Makes objects that refer to each other as told: (who, to whom), by number."""

    collector_was_on = False
    """Whether it was on when they were made, or when one of them was freed because nobody referred to it."""
    collecting = False

    def __init__(self, count: int, references: list[tuple[int, int]]) -> None:
        self._count, self._references = count, references
        self._made: list[weakref.ref[Thing]] = []

    def __call__(self) -> list[Thing]:
        Things.collector_was_on = gc.isenabled()
        things = [Thing() for _ in range(self._count)]
        for one, other in self._references:
            things[one].others.append(things[other])
        self._made = [weakref.ref(thing) for thing in things]
        return things

    def left(self) -> int:
        """How many of them are alive."""
        return sum(made() is not None for made in self._made)


def _collecting(phase: str, info: dict[str, int]) -> None:
    Things.collecting = phase == "start"


def count_alive(alive_after_delete: Callable[..., Any], count: int, references: list[tuple[int, int]], on: bool) -> dict:
    """What alive_after_delete says about such objects, and what it does to them and to a collector that was on, or off."""
    things = Things(count, references)
    (gc.enable if on else gc.disable)()
    gc.callbacks.append(_collecting)
    try:
        answer = alive_after_delete(things)
        return {"answer": answer, "left": things.left(), "on": gc.isenabled(), "on meanwhile": Things.collector_was_on}
    finally:
        gc.callbacks.remove(_collecting)
        gc.enable()


def collector_after_failure(alive_after_delete: Callable[..., Any], on: bool) -> bool:
    """Whether the collector is on after make has raised an exception, where it was on, or off, before."""

    def make() -> list[Any]:
        raise LookupError("nothing can be made")

    (gc.enable if on else gc.disable)()
    try:
        alive_after_delete(make)
    except LookupError:
        pass
    finally:
        after = gc.isenabled()
        gc.enable()
    return after


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls, and after the arrays passed were overwritten."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    for each in arguments:
        if isinstance(each, np.ndarray):
            each[...] = 0
    return answer


def family(node: Callable[..., Any], values: list[Any]) -> dict[str, Any]:
    """What is seen of a root made with None, of its children with these values, and of a child of the last of those."""
    root = node(None)
    nodes = [root.add(value) for value in values]
    nodes.append(nodes[-1].add(0))
    return {
        "values": [each.value for each in nodes],
        "of the children": [child.value for child in root.children],
        "parents": [each.parent is parent for each, parent in zip(nodes, [root] * len(values) + nodes[-2:-1], strict=True)],
        "children": [[any(child is each for each in nodes) for child in each.children] for each in nodes],
    }


def plant(node: Callable[..., Any], parents: list[int], keep: int) -> dict[str, Any]:
    """A tree of your nodes: number 0 is the root, number i is added to number parents[i - 1].

    Says what the tree looks like, and, with the collector off, how many nodes are alive when only number `keep` is kept,
    what its parent is then, and how many are alive when it is let go of, too.
    """
    gc.collect()
    gc.disable()
    try:
        nodes = [node("0")]
        for number, parent in enumerate(parents, 1):
            nodes.append(nodes[parent].add(str(number)))
        seen: dict[str, Any] = {
            "values": [each.value for each in nodes],
            "parents": [None if each.parent is None else each.parent.value for each in nodes],
            "children": [[child.value for child in each.children] for each in nodes],
        }
        references = [weakref.ref(each) for each in nodes]
        kept = nodes[keep]
        del nodes
        seen["alive"] = sum(reference() is not None for reference in references)
        seen["parent"] = None if kept.parent is None else kept.parent.value
        del kept
        seen["last"] = sum(reference() is not None for reference in references)
        return seen
    finally:
        gc.enable()
        gc.collect()
