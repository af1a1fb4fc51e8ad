"""How long the garbage collector holds up the program: by how many objects there are, and who points at whom."""

import gc
import weakref

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

NODES = (1000, 3000, 10_000, 30_000, 100_000, 300_000)  # nodes of the tree, one size after the other
CHILDREN = 8  # of every node but the last ones
KINDS = ("strong", "weak", "arrays")  # which trees: strong or weak references to the parent, or arrays of numbers
ROUNDS = 15  # how often the collector is called


class Node:
    """Knows its children, and its parent or a weak reference to it."""

    __slots__ = ("__weakref__", "above", "below")

    def __init__(self, above):
        self.above, self.below = above, []


def tree_of_objects(nodes, refer):
    """The root of a tree; `refer` makes the reference to a parent."""
    root = Node(None)
    whole = [root]
    while len(whole) < nodes:
        parent = whole[(len(whole) - 1) // CHILDREN]
        child = Node(refer(parent))
        parent.below.append(child)
        whole.append(child)
    return root


def tree_of_numbers(nodes):
    """The same tree: the parent of every node, where its children begin, how many it has."""
    numbers = np.arange(nodes, dtype="i4")
    first = np.minimum(CHILDREN * numbers + 1, nodes)
    return (numbers - 1) // CHILDREN, first, np.minimum(first + CHILDREN, nodes) - first


TREES = {
    "strong": lambda nodes: tree_of_objects(nodes, lambda parent: parent),
    "weak": lambda nodes: tree_of_objects(nodes, weakref.ref),
    "arrays": tree_of_numbers,
}


def left_over():
    """Nodes in memory just now."""
    return sum(type(each) is Node for each in gc.get_objects())


def measure():
    if unknown := set(KINDS) - set(TREES):
        raise SystemExit(f"--kinds knows {', '.join(TREES)}, and not {', '.join(sorted(unknown))}")
    # What the libraries keep would add the same to every pause: the collector is told to leave it alone.
    gc.collect()
    gc.freeze()
    gc.disable()
    curves = {kind: [] for kind in KINDS}
    rows = []
    for nodes in NODES:
        pauses, left = [], []
        for kind in KINDS:
            tree = TREES[kind](nodes)
            pause = interleaved({kind: gc.collect}, ROUNDS).seconds(kind)
            curves[kind].append((nodes, pause))
            pauses.append(1e3 * pause)
            assert len(tree) == 3 if kind == "arrays" else left_over() == nodes
            del tree
            left.append(left_over())
            gc.collect()
            assert left_over() == 0
        rows.append([f"{nodes:,}", *pauses, *left])
    most, told = NODES[-1], {kind: duration(points[-1][1]) for kind, points in curves.items()}
    pauses = ", ".join(f"{took} with {kind}" + (" parents" if kind != "arrays" else "") for kind, took in told.items())
    left = ", ".join(f"{count:,} ({kind})" for kind, count in zip(KINDS, rows[-1][-len(KINDS) :], strict=True))
    return ExperimentResult(
        "A pause of the garbage collector, by what is alive",
        ["nodes", *(f"{kind} ms" for kind in KINDS), *(f"{kind} left" for kind in KINDS)],
        rows,
        f"While a tree of {most:,} nodes is alive, one round of the collector takes {pauses}. After `del` so many nodes are "
        f"still there: {left}.",
        [Lines(Axis("nodes that are alive", log=True), Axis("one pause", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"NODES": (300, 1000), "ROUNDS": 2})
