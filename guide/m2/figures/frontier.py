"""Measures a search in breadth, level by level, with one worker and with several: in a random graph, and on a map."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

SIDE = 500  # the map is a square of so many crossings; the random graph has as many nodes
DEGREE = 8  # neighbours of a node in the random graph, on average
WORKERS = 2  # threads
ROUNDS = 5  # how often each is measured, in turn


@njit(nogil=True)
def propose(frontier, first, last, begins, neighbours, level, proposed):
    """Collect whom this part of the frontier can see that nobody has visited; reads what all know, writes what is its own."""
    count = 0
    for node in frontier[first:last]:
        for j in range(begins[node], begins[node + 1]):
            if level[neighbours[j]] < 0:
                proposed[count] = neighbours[j]
                count += 1
    return count


@njit(nogil=True)
def apply(depth, level, proposed, count, frontier, size):
    """Visit those proposed that are not visited yet; they are the next frontier. One worker's proposals after the other's."""
    for node in proposed[:count]:
        if level[node] < 0:
            level[node] = depth
            frontier[size] = node
            size += 1
    return size


def propose_part(frontier, begins, neighbours, level, stretch, proposed):
    return propose(frontier, *stretch, begins, neighbours, level, proposed)


def search(pool, workers, begins, neighbours):
    """(level of every node, size of the frontier in every level), from node 0."""
    nodes = begins.size - 1
    level = np.full(nodes, -1, "i4")
    frontier, following = np.zeros(nodes, "i4"), np.zeros(nodes, "i4")
    proposals = [np.empty(neighbours.size, "i4") for _ in range(workers)]
    level[0], size, sizes = 0, 1, []
    while size:
        sizes.append(size)
        stretches = list(pairwise(np.linspace(0, size, workers + 1).astype(int)))
        hand_out = map if workers == 1 else pool.map  # who is alone needs no pool
        counts = hand_out(partial(propose_part, frontier, begins, neighbours, level), stretches, proposals)
        size = 0
        for proposed, count in zip(proposals, list(counts), strict=True):
            size = apply(len(sizes), level, proposed, count, following, size)
        frontier, following = following, frontier
    return level, sizes


def listed(sources, targets, nodes):
    """Begins and neighbours of all nodes, with every edge in both directions."""
    sources, targets = np.concatenate([sources, targets]), np.concatenate([targets, sources])
    order = np.argsort(sources, kind="stable")
    return np.searchsorted(sources[order], np.arange(nodes + 1)), targets[order].astype("i4")


def graphs():
    """Both, as (begins, neighbours) by name."""
    nodes, rng = SIDE * SIDE, np.random.default_rng(7)
    one, other = rng.integers(nodes, size=(2, nodes * DEGREE // 2))
    crossing = np.arange(nodes).reshape(SIDE, SIDE)
    right, down = (crossing[:, :-1], crossing[:, 1:]), (crossing[:-1], crossing[1:])
    streets = [np.concatenate([a.ravel(), b.ravel()]) for a, b in zip(right, down, strict=True)]
    return {"random graph": listed(one, other, nodes), "map": listed(*streets, nodes)}


def measure():
    found, sizes = graphs(), {}
    with ThreadPoolExecutor(WORKERS) as pool:
        for name, graph in found.items():
            (alone, sizes[name]), (together, _) = search(pool, 1, *graph), search(pool, WORKERS, *graph)
            if not np.array_equal(alone, together):
                raise AssertionError(f"{name}: {WORKERS} workers found other levels than one")
        works = {f"{name} {n}": partial(search, pool, n, *graph) for name, graph in found.items() for n in (1, WORKERS)}
        took = interleaved(works, ROUNDS)
    one = {name: took.seconds(f"{name} 1") for name in found}
    gain = {name: took.ratio(f"{name} 1", f"{name} {WORKERS}") for name in found}
    wild, flat = found
    return ExperimentResult(
        f"Level by level through {SIDE * SIDE:,} nodes",
        ["graph", "levels", "largest level", "one worker", "per level", f"{WORKERS} workers", "speed-up"],
        [
            [
                name,
                len(sizes[name]),
                max(sizes[name]),
                duration(one[name]),
                duration(one[name] / len(sizes[name])),
                duration(took.seconds(f"{name} {WORKERS}")),
                f"{gain[name]:.2f}x",
            ]
            for name in found
        ],
        f"The random graph has {len(sizes[wild])} levels, the largest with {max(sizes[wild]):,} nodes; the map has "
        f"{len(sizes[flat]):,}, the largest with {max(sizes[flat]):,}. One worker needs {duration(one[wild])} and "
        f"{duration(one[flat])}; {WORKERS} workers are {gain[wild]:.2f}x as fast in the random graph, and {gain[flat]:.2f}x on "
        f"the map.",
        [
            Lines(
                Axis("level", log=True),
                Axis("nodes in it", log=True),
                {name: [(depth, size) for depth, size in enumerate(each, 1)] for name, each in sizes.items()},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIDE": 60, "ROUNDS": 2})
