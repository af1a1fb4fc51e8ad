"""Measures label propagation on a graph by 1, 2, … workers: in place, and in two phases; and whether the labels agree."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, interleaved, main

NODES = 30_000  # nodes of the graph
CROWD = 50  # of them in a crowd: most edges stay within one
EDGES = 6  # edges that each node begins; about as many end there
OUTSIDE = 0.4  # which part of the edges leads out of the crowd
STEPS = 10  # how often every node looks at its neighbours
WORKERS = (1, 2, 4)  # threads
NUMBERED = "anyhow"  # how the nodes are numbered: anyhow, or by crowd
RUNS = 5  # how often each way is run, in turn


@njit(nogil=True)
def look_around(first, last, begins, neighbours, labels, proposed):
    """proposed[v], for the nodes from first to last, is what most neighbours of v are called; the smaller one of two.

    A node counts itself, too, so that two neighbours do not swap labels for ever.
    """
    for v in range(first, last):
        best, most = labels[v], 1
        for i in range(begins[v], begins[v + 1]):
            label = labels[neighbours[i]]
            times = 1 if label == labels[v] else 0
            for j in range(begins[v], begins[v + 1]):
                times += labels[neighbours[j]] == label
            if times > most or (times == most and label < best):
                best, most = label, times
        proposed[v] = best


def graph():
    """(begins, neighbours): the neighbours of v are neighbours[begins[v] : begins[v + 1]]."""
    rng = np.random.default_rng(7)
    here = np.repeat(np.arange(NODES), EDGES)
    within = here // CROWD * CROWD + rng.integers(CROWD, size=here.size)
    there = np.where(rng.random(here.size) < OUTSIDE, rng.integers(NODES, size=here.size), np.minimum(within, NODES - 1))
    if NUMBERED == "anyhow":
        name = rng.permutation(NODES)
        here, there = name[here], name[there]
    sources, targets = np.concatenate([here, there]), np.concatenate([there, here])
    order = np.argsort(sources, kind="stable")
    begins = np.searchsorted(sources[order], np.arange(NODES + 1))
    return begins, targets[order].astype("i4")


def parts(workers):
    """The nodes, shared out in stretches: (first, last) of each."""
    ends = np.linspace(0, NODES, workers + 1).astype(int)
    return list(pairwise(ends))


def all_look_around(pool, workers, *graph_and_labels):
    """One step: every worker goes through its stretch; returns when all have."""
    list(pool.map(lambda part: look_around(*part, *graph_and_labels), parts(workers)))


def in_place(pool, workers, begins, neighbours):
    """Everybody writes where the others read."""
    labels = np.arange(NODES, dtype="i4")
    for _ in range(STEPS):
        all_look_around(pool, workers, begins, neighbours, labels, labels)
    return labels


def two_phases(pool, workers, begins, neighbours):
    """All read the old labels and propose new ones, which become the old ones when all are done."""
    labels, proposed = np.arange(NODES, dtype="i4"), np.empty(NODES, "i4")
    for _ in range(STEPS):
        all_look_around(pool, workers, begins, neighbours, labels, proposed)
        labels, proposed = proposed, labels
    return labels


def cut(workers, begins, neighbours):
    """Which part of the edges has its ends in two workers' stretches."""
    owner = np.searchsorted([last for _, last in parts(workers)], np.arange(NODES), side="right")
    return float(np.mean(np.repeat(owner, np.diff(begins)) != owner[neighbours]))


def measure():
    begins, neighbours = graph()
    ways = {"two phases": two_phases, "in place": in_place}
    runs = {(name, workers): [] for name in ways for workers in WORKERS}
    with ThreadPoolExecutor(max(WORKERS)) as pool:

        def once(name, workers):
            runs[name, workers].append(ways[name](pool, workers, begins, neighbours))

        took = interleaved({f"{name} {n}": partial(once, name, n) for name, n in runs}, RUNS)

    def unlike(name, workers):
        """Nodes whose label differs from that of one worker's first run, in the run where they are most."""
        one = runs[name, WORKERS[0]][0]
        return max(int(np.count_nonzero(one != labels)) for labels in runs[name, workers])

    def judged_otherwise(name, workers):
        """Which part of the edges has ends of one label in one worker's first run, and of two in another run, or vice versa."""
        here, there = np.repeat(np.arange(NODES), np.diff(begins)), neighbours
        one = runs[name, WORKERS[0]][0]
        same = one[here] == one[there]
        return max(float(np.mean(same != (labels[here] == labels[there]))) for labels in runs[name, workers])

    def answers(name, workers):
        return f"{len({labels.tobytes() for labels in runs[name, workers]})} of {len(runs[name, workers])}"

    many = WORKERS[-1]
    gain = {n: took.ratio(f"two phases {WORKERS[0]}", f"two phases {n}") for n in WORKERS}
    gain_in_place = {n: took.ratio(f"in place {WORKERS[0]}", f"in place {n}") for n in WORKERS}
    return ExperimentResult(
        f"Labels of {NODES:,} nodes after {STEPS} steps",
        ["workers", "way", "time", "speed-up", "answers", "nodes unlike", "edges unlike", "cut"],
        [
            [
                str(workers),
                name,
                duration(took.seconds(f"{name} {workers}")),
                f"{took.ratio(f'{name} {WORKERS[0]}', f'{name} {workers}'):.2f}x",
                answers(name, workers),
                unlike(name, workers),
                f"{judged_otherwise(name, workers):.1%}",
                f"{cut(workers, begins, neighbours):.0%}",
            ]
            for workers in WORKERS
            for name in ways
        ],
        f"In two phases {many} workers give the same labels as one in every run: {unlike('two phases', many)} nodes unlike. "
        f"In place the runs of {many} workers give {answers('in place', many)} possible answers, and up to "
        f"{unlike('in place', many):,} of {NODES:,} nodes are called something else than with one worker. {WORKERS[1]} workers "
        f"are {gain[WORKERS[1]]:.2f}x as fast as one in two phases, and {gain_in_place[WORKERS[1]]:.2f}x in place.",
        [
            Lines(
                Axis("workers"),
                Axis("speed-up", "ratio"),
                {"two phases": [*gain.items()], "in place": [*gain_in_place.items()]},
            ),
            Bars(
                Axis("nodes unlike those of one worker, at most"),
                {f"{n} workers": {name: unlike(name, n) for name in ways} for n in WORKERS[1:]},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NODES": 5_000, "WORKERS": (1, 2), "RUNS": 2, "STEPS": 4})
