"""Two processes work on one array: sent by pickling, in shared memory, in a mapped file; and one process that does it all."""

import contextlib
import itertools
import multiprocessing
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, Rounds, duration, factor, interleaved, main

SIZES = (1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26)  # bytes in the array, one after the other
WORKERS = 2  # processes
KEEP = 1  # 1: a process attaches to the memory once and keeps it; 0: it does so for every piece of work
ROUNDS = 5  # how often each is measured, in turn

kept = {}  # in a worker: what it is attached to, by name


def light(piece):
    """An addition for each number: nothing to do but to fetch it."""
    return float(piece.sum())


def heavy(piece):
    """A sine for each number, a block at a time so that the sines stay in the cache."""
    return float(sum(np.sin(piece[at : at + 4096]).sum() for at in range(0, len(piece), 4096)))


def in_block(work, name, first, last):
    """The work on a piece of the array in the block of shared memory of that name."""
    block = kept.get(name) or SharedMemory(name)
    found = work(np.ndarray(last, "f8", block.buf)[first:])
    if KEEP:
        kept[name] = block
    else:
        block.close()
    return found


def in_file(work, name, first, last):
    """The same for a file that is mapped into memory."""
    array = kept[name] if name in kept else np.memmap(name, "f8", "r")
    if KEEP:
        kept[name] = array
    return work(array[first:last])


def settle(keep):
    """What a new process has to know: it reads this file anew, but not the command line."""
    global KEEP
    KEEP = keep


def in_pieces(pool, function, work, array, name=""):
    """Cut into a piece for each process; sends the name and two numbers, or the numbers themselves."""
    cuts = [len(array) * worker // WORKERS for worker in range(WORKERS + 1)]
    if name:
        given = [(function, work, name, *ends) for ends in itertools.pairwise(cuts)]
    else:
        given = [(work, array[first:last]) for first, last in itertools.pairwise(cuts)]
    return sum(each.result() for each in [pool.submit(*arguments) for arguments in given])


@contextlib.contextmanager
def homes(numbers, folder):
    """Puts the numbers into a block of shared memory and into a file; gives the names of both. Who makes, removes."""
    block = SharedMemory(create=True, size=numbers.nbytes)
    path = folder / f"{numbers.nbytes}.f8"
    try:
        np.ndarray(numbers.shape, "f8", block.buf)[:] = numbers
        numbers.tofile(path)
        yield block.name, str(path)
    finally:
        block.close()
        block.unlink()


def measure():
    works = {"light": light, "heavy": heavy}
    ways = ("pickled", "shared memory", "mapped file", "one process")
    curves = {kind: {way: [] for way in ways} for kind in works}
    rows = []
    folder = Path(tempfile.mkdtemp())
    try:
        with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), settle, (KEEP,)) as pool:
            for size in SIZES:
                numbers = np.random.default_rng(1).random(size // 8)
                with homes(numbers, folder) as (name, path):
                    for kind, work in works.items():
                        took = timed(pool, work, numbers, name, path)
                        for way in ways:
                            curves[kind][way].append((size, took.seconds(way)))
                        rows.append([f"{kind}, {told(size)}", *(duration(took.seconds(way)) for way in ways)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return findings(ways, curves, sorted(rows, key=lambda row: row[0].startswith("heavy")))


def timed(pool, work, numbers, name, path):
    ways = {
        "one process": lambda: work(numbers),
        "shared memory": lambda: in_pieces(pool, in_block, work, numbers, name),
        "mapped file": lambda: in_pieces(pool, in_file, work, numbers, path),
    }
    post = {"pickled": lambda: in_pieces(pool, None, work, numbers)}
    right = work(numbers)
    for way in (ways | post).values():
        for _ in range(3):  # until every process has seen every page: which takes which piece is chance
            assert abs(way() / right - 1) < 1e-9
    # The post apart, for when the answer is here the others still clear away what was sent to them.
    return Rounds({**interleaved(ways, ROUNDS).samples, **interleaved(post, ROUNDS).samples})


def findings(ways, curves, rows):
    some = min(SIZES, key=lambda size: abs(size - (1 << 24)))
    at = {kind: {way: dict(curves[kind][way])[some] for way in ways} for kind in curves}
    parts = []
    for kind in curves:
        seconds = at[kind]
        parts.append(
            f"{kind} work takes {WORKERS} processes {duration(seconds['pickled'])} if the numbers are pickled, "
            f"{duration(seconds['shared memory'])} in shared memory and {duration(seconds['mapped file'])} in a mapped file; "
            f"one process {duration(seconds['one process'])}"
        )
    return ExperimentResult(
        f"{WORKERS} processes and one array, by its size",
        ["work", *ways],
        rows,
        f"On {told(some)}, {'. On the same array, '.join(parts)}. For light work shared memory is "
        f"{factor(at['light']['pickled'] / at['light']['shared memory'])} as fast as pickling.",
        [
            Lines(
                Axis("size of the array", "bytes", log=True),
                Axis(f"{kind} work: {what}", "seconds", log=True),
                curves[kind],
            )
            for kind, what in (("light", "a sum"), ("heavy", "a sum of sines"))
        ],
    )


def told(size):
    return next(f"{size >> shift} {unit}" for shift, unit in ((20, "MiB"), (10, "KiB"), (0, "B")) if size >> shift)


if __name__ == "__main__":
    main(measure, quick={"SIZES": (1 << 14, 1 << 18), "ROUNDS": 2})
