"""m1.e5: what keeps objects alive, and graphs that need no objects at all."""

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


class Node:
    """A parent holds its children; a child only knows where its parent is, as long as there is one."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.children: list[Node] = []
        self._parent: weakref.ref[Node] | None = None

    def add(self, value: Any) -> "Node":
        child = Node(value)
        child._parent = weakref.ref(self)
        self.children.append(child)
        return child

    @property
    def parent(self) -> "Node | None":
        return self._parent() if self._parent is not None else None


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    """How many of the objects in make() are alive when nobody holds them any more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        watched = [weakref.ref(each) for each in make()]
        return sum(reference() is not None for reference in watched)
    finally:
        gc.collect()
        if was_on:
            gc.enable()


def keeps_most_1() -> tuple[str, str]:
    """page holds title and title holds page, and page holds all the others; text and body keep only four alive."""
    return "title", "page"


def keeps_most_2() -> tuple[str, str]:
    """log and file hold each other, disk, cache, and the three old ones: seven. canvas and window keep only five."""
    return "file", "log"


def from_edges(n: int, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(offsets, targets) of n nodes."""
    offsets = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(edges[:, 0], minlength=n), out=offsets[1:])
    return offsets, edges[np.argsort(edges[:, 0], kind="stable"), 1]


@njit
def _search(offsets, targets, root, distance, queue):
    distance[root] = 0
    queue[0] = root
    head, tail = 0, 1
    while head < tail:
        node = queue[head]
        head += 1
        for i in range(offsets[node], offsets[node + 1]):
            other = targets[i]
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                queue[tail] = other
                tail += 1


def bfs(offsets: np.ndarray, targets: np.ndarray, root: int) -> np.ndarray:
    """How many edges every node is away from the root; a node is marked when it joins the queue, so it does so once."""
    n = len(offsets) - 1
    distance = np.full(n, -1, np.int32)
    _search(offsets, targets, root, distance, np.empty(n, np.int32))
    return distance


@njit
def _sort(offsets, targets, order):
    """How many nodes could be put in order (Kahn, 1962): next comes who waits for nobody any more."""
    waiting = np.zeros(len(order), np.int64)
    for other in targets:
        waiting[other] += 1
    tail = 0
    for node in range(len(order)):
        if waiting[node] == 0:
            order[tail] = node
            tail += 1
    head = 0
    while head < tail:
        node = order[head]
        head += 1
        for i in range(offsets[node], offsets[node + 1]):
            waiting[targets[i]] -= 1
            if waiting[targets[i]] == 0:
                order[tail] = targets[i]
                tail += 1
    return tail


def topological_order(offsets: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """All nodes, in an order in which every edge leads forward."""
    order = np.empty(len(offsets) - 1, np.int32)
    if _sort(offsets, targets, order) < len(order):
        raise ValueError("some edges lead round in a circle")
    return order


def is_dag(offsets: np.ndarray, targets: np.ndarray) -> bool:
    """Whether all nodes can be put in order."""
    try:
        topological_order(offsets, targets)
    except ValueError:
        return False
    return True
