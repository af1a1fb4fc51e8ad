"""m1.e5: what keeps objects alive, and graphs that need no objects at all.

Python frees an object as soon as nothing refers to it. Objects that refer to each other in a circle stay until the garbage
collector stops everything to look for them. weakref has references that keep nothing alive; gc has the collector.

A graph by index has no objects for its nodes: they are the numbers 0 … n-1. targets holds where all edges lead, those of
node 0 first, then those of node 1, and so on: those of node v are targets[offsets[v]:offsets[v + 1]]. The functions of
graphs get arrays that are contiguous and can be written to, but leave them as they are, and return new ones, which stay as
they are as well. numpy and numba's njit are all you need.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

# 1. Objects


class Node:
    """A node of a tree. Whoever holds the root holds all of the tree, and whoever lets go of it lets go of all of it.

    value is what it was made with, be it None or the same as others have; children is a list of its nodes, in the order in
    which they were added.
    """

    def __init__(self, value: Any) -> None:
        """A node without parent and children."""
        raise NotImplementedError

    def add(self, value: Any) -> "Node":
        """Make a new node, add it to the children, and return it."""
        raise NotImplementedError

    @property
    def parent(self) -> "Node | None":
        """The node to which it was added; None for a root, and once nobody holds the parent any more."""
        raise NotImplementedError


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    """How many of the objects in make() are alive once make() has been called and its list is gone again.

    The collector is off meanwhile, from before the call to after the counting; then it is as it was before, also when make
    raises. What was kept alive by circles is gone when this returns. No object is in the list twice. They can be referred to
    weakly, and may have no hash, and neither their truth value nor whether they are equal to each other says anything.
    """
    raise NotImplementedError


def keeps_most_1() -> tuple[str, str]:
    """Which extra reference hurts most? From the outside only `page` is referred to, and then no more.

        page ──> head ──> title
          └────> body ──> text ──> font
                   └────> image

    One of these is added: ("title", "page"), ("text", "body"), ("font", "text"), ("image", "head"), ("head", "body").
    Return the one that keeps most of the seven alive when `page` is let go of, without help of the collector.
    """
    raise NotImplementedError


def keeps_most_2() -> tuple[str, str]:
    """The same question. From the outside only `app` is referred to, and then no more.

        app ──> window ──> menu
         │        └──────> canvas ──> image ──> pixels
         └────> log ─────> file ──> disk
                             └────> cache ──> old ──> older ──> oldest

    One is added: ("canvas", "window"), ("pixels", "canvas"), ("file", "log"), ("oldest", "old"), ("log", "window").
    """
    raise NotImplementedError


# 2. Graphs by index


def from_edges(n: int, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(offsets, targets) of n nodes: int64 of shape (n + 1,) and int32 of shape (m,).

    edges is int32 of shape (m, 2): every row is an edge from its first number to its second. Those from the same node keep
    their order. Edges may come twice, and from a node to itself.
    """
    raise NotImplementedError


def bfs(offsets: np.ndarray, targets: np.ndarray, root: int) -> np.ndarray:
    """How many edges every node is away from the root, int32 of shape (n,); -1 where no way leads. This is what races."""
    raise NotImplementedError


def topological_order(offsets: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """All nodes, int32 of shape (n,), in an order in which every edge leads forward.

    Raises ValueError when there is none, because edges lead round in a circle.
    """
    raise NotImplementedError


def is_dag(offsets: np.ndarray, targets: np.ndarray) -> bool:
    """True or False, as Python has them: whether there is no way along edges from a node back to itself."""
    raise NotImplementedError
