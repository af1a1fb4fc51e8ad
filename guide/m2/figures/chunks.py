"""Uneven work for several workers: a large piece for each, or many small ones for whoever is free."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from _work import stir
from numba import njit

from graders.experiment import Axis, ExperimentResult, Gantt, Lines, Span, cores, duration, factor, interleaved, main

ITEMS = 4096  # how many items
STEPS = 16_000_000  # all of the work, in steps of about a nanosecond
SKEW = 1.0  # how the work of an item grows with its number: 0 not at all, 1 in proportion, 2 with the square
PIECES = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)  # into so many pieces the items are cut, one number after the other
DRAWN = 32  # so many of them in the second picture
WORKERS = 0  # how many threads (as it stands, as many as cores, but at most 4)
ROUNDS = 7  # how often each is measured, in turn


@njit(nogil=True)
def work_through(steps):
    """Each item keeps a core busy for as many steps as it takes."""
    state = np.uint64(1)
    for item in range(len(steps)):
        state = stir(state, steps[item])
    return state


def items(skew):
    """How many steps each item takes."""
    share = np.arange(1, ITEMS + 1) ** float(skew)
    return np.rint(STEPS * share / share.sum()).astype(np.int64)


def cut(steps, pieces):
    """As many items in each, up to one: the last piece may hold much more work than the first."""
    return np.array_split(steps, pieces)


def dealt(steps, workers):
    """One item for you, one for me, one for you: like cards."""
    return [np.ascontiguousarray(steps[worker::workers]) for worker in range(workers)]


def all_of(pool, pieces):
    """Hand out the pieces; who is done with one takes the next."""
    list(pool.map(work_through, pieces))


def spans(pool, pieces):
    """Who worked on which piece, and when: a list of spans per thread."""
    rows, begin = {}, time.perf_counter()

    def timed(piece):
        since = time.perf_counter() - begin
        work_through(piece)
        rows.setdefault(threading.get_ident(), []).append(Span(since, time.perf_counter() - begin))

    list(pool.map(timed, pieces))
    return list(rows.values())


def middle(runs):
    """The run with the median end."""
    return sorted(runs, key=lambda rows: max(row[-1].end for row in rows))[len(runs) // 2]


def measure():
    workers = WORKERS or min(cores(), 4)
    several = sorted({workers, *(each for each in PIECES if each > workers)})
    kinds = {"uneven": items(SKEW), "even": items(0)}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        runs = {}
        for kind, steps in kinds.items():
            runs[kind, "one"] = partial(work_through, steps)
            runs[kind, "dealt"] = partial(all_of, pool, dealt(steps, workers))
            runs |= {(kind, many): partial(all_of, pool, cut(steps, many)) for many in several}
        took = interleaved(runs, ROUNDS)
        drawn = {many: middle([spans(pool, cut(kinds["uneven"], many)) for _ in range(5)]) for many in (workers, DRAWN)}
    gain = {(kind, how): took.ratio((kind, "one"), (kind, how)) for kind, how in runs}
    best = max(several, key=lambda many: gain["uneven", many])
    heaviest = {many: max(map(np.sum, cut(kinds["uneven"], many))) / kinds["uneven"].sum() for many in several}
    names = {many: f"{many} pieces" for many in several} | {"dealt": "dealt like cards"}
    return ExperimentResult(
        f"{ITEMS:,} items of uneven work, {workers} workers",
        ["cut into", "items each", "the heaviest %", "gain", "gain, even work"],
        [
            [
                name,
                f"{ITEMS // (workers if how == 'dealt' else how):,}",
                f"{100 * (heaviest[how] if how in heaviest else 1 / workers):.1f}",
                factor(gain["uneven", how]),
                factor(gain["even", how]),
            ]
            for how, name in names.items()
        ],
        f"In {duration(took.seconds(('uneven', 'one')))} of uneven work, {workers} workers with a piece each gain "
        f"{gain['uneven', workers]:.2f}x, with {best} pieces, the best, {gain['uneven', best]:.2f}x, and with {several[-1]} "
        f"pieces {gain['uneven', several[-1]]:.2f}x; dealt like cards {gain['uneven', 'dealt']:.2f}x. Of even work, a piece "
        f"each gains {gain['even', workers]:.2f}x.",
        [
            Lines(
                Axis("pieces", log=True),
                Axis("gain", "ratio"),
                {kind: [(many, gain[kind, many]) for many in several] for kind in kinds},
            ),
            Gantt(
                Axis("since the beginning", "seconds"),
                {f"{many} pieces, worker {at}": row for many, rows in drawn.items() for at, row in enumerate(rows, 1)},
                title="uneven work, piece by piece",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 1_000_000, "PIECES": (2, 8, 64), "DRAWN": 8, "ROUNDS": 2})
