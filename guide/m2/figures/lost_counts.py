"""Darts thrown at one board by several threads: how many counts are lost, and what it costs to lose none."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, cores, factor, gil, interleaved, main

CELLS = 256  # cells of the board; each counts the darts in it
THROWS = 16_000_000  # darts that compiled code throws, all threads together
PYTHON = 80_000  # darts that pure Python throws
HAND = 10_000  # darts that are thrown with one taking of the lock, where not every dart takes it
WORKERS = 0  # how many threads (as it stands, as many as cores, but at most 4)
ROUNDS = 11  # how often each is measured, in turn


def throw(board, seed, darts):
    """Throw so many darts; returns the seed to go on with."""
    for _ in range(darts):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        board[(seed >> 8) % len(board)] += 1
    return seed


compiled = njit(nogil=True)(throw)


def throw_with_lock(board, seed, darts, lock):
    for _ in range(darts):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        with lock:
            board[(seed >> 8) % len(board)] += 1


def by_hands(work, board, seed, darts, lock):
    """Take the lock, throw a handful, give the lock to somebody else."""
    while darts > 0:
        with lock:
            seed = work(board, seed, min(HAND, darts))
        darts -= HAND


def everybody(pool, act, workers, darts, board_of):
    """Each of the workers throws its darts, from a seed of its own, at the board that is given to it."""
    for each in [pool.submit(act, board_of(worker), 1 + worker, darts // workers) for worker in range(workers)]:
        each.result()


def measure():
    workers = WORKERS or min(cores(), 4)
    lock = threading.Lock()
    many = {"compiled": THROWS // workers * workers, "Python": PYTHON // workers * workers}
    last, lost = {}, {}

    def ways(kind, work, empty, pool, alone):
        """All ways to do it, by name; each leaves the board it has filled in `last`."""

        def on_one_board(act, by):
            def run():
                board = empty()
                everybody(by, act, workers, many[kind], lambda worker: board)
                return board

            return run

        def a_board_each():
            boards = [empty() for _ in range(workers)]
            everybody(pool, work, workers, many[kind], boards.__getitem__)
            return np.sum(boards, axis=0)

        yield "one thread", on_one_board(work, alone)
        yield "all at one board", on_one_board(work, pool)
        if kind == "Python":
            yield "a lock for each dart", on_one_board(lambda *given: throw_with_lock(*given, lock), pool)
        yield f"a lock for {HAND:,} darts", on_one_board(lambda *given: by_hands(work, *given, lock), pool)
        yield "a board each", a_board_each

    def noted(key, run):
        last[key] = np.asarray(run())
        lost.setdefault(key, []).append(many[key[0]] - int(last[key].sum()))

    kinds = {"compiled": (compiled, lambda: np.zeros(CELLS, np.int64)), "Python": (throw, lambda: [0] * CELLS)}
    with ThreadPoolExecutor(workers) as pool, ThreadPoolExecutor(1) as alone:
        runs = {
            (kind, name): lambda key=(kind, name), run=run: noted(key, run)
            for kind, (work, empty) in kinds.items()
            for name, run in ways(kind, work, empty, pool, alone)
        }
        took = interleaved(runs, ROUNDS)
    for (kind, name), board in last.items():
        assert name == "all at one board" or np.array_equal(board, last[kind, "one thread"]), f"{kind}, {name} is wrong"
    share = {key: 100 * float(np.mean(many_lost)) / many[key[0]] for key, many_lost in lost.items()}
    each = {key: 1e9 * took.seconds(key) / many[key[0]] for key in runs}
    gain = {key: took.ratio((key[0], "one thread"), key) for key in runs}
    charts = [Bars(Axis("ns per dart", log=True), {f"{kind}: {name}": {"": each[kind, name]} for kind, name in runs})]
    if any(share.values()):
        losers = {f"{kind}: all at one board": {"": share[kind, "all at one board"]} for kind in kinds}
        charts.append(Bars(Axis("% of all counts lost"), losers))
    shared, private = ("compiled", "all at one board"), ("compiled", "a board each")
    return ExperimentResult(
        f"Darts at a board of {CELLS} cells, {workers} threads with{'' if gil() else 'out'} a GIL",
        ["", "ns per dart", "gain", "lost, mean %", "at most"],
        [
            [
                f"{kind}: {name}",
                f"{each[kind, name]:.3g}",
                factor(gain[kind, name]),
                f"{share[kind, name]:.3g}",
                max(lost[kind, name]),
            ]
            for kind, name in runs
        ],
        f"{workers} compiled threads at one board lose {share[shared]:.2g} % of {many['compiled']:,} counts, in the "
        f"mean, and gain {factor(gain[shared])} over one; taking turns with a lock they lose none and gain "
        f"{factor(gain['compiled', f'a lock for {HAND:,} darts'])}; with a board each they lose none and gain "
        f"{factor(gain[private])}. In pure Python a dart takes {each['Python', 'one thread']:.0f} ns, with a lock for each "
        f"{each['Python', 'a lock for each dart']:.0f} ns.",
        charts,
    )


if __name__ == "__main__":
    main(measure, quick={"THROWS": 100_000, "PYTHON": 4_000, "ROUNDS": 2})
