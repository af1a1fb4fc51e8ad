"""Two threads, each adding to a number of its own: how long it takes by how far apart the two numbers lie."""

import mmap
import platform
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from _atomics import add, compare_and_swap, load_relaxed
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

DISTANCES = (0, 8, 16, 32, 48, 56, 64, 72, 96, 128, 192, 256)  # bytes between the two numbers, multiples of 8
OFFSET = 0  # bytes from the beginning of a cache line to the first number, a multiple of 8
ADDITIONS = 400_000  # additions of each thread in a round
ROUNDS = 7  # how often each is measured, in turn

LINE = 128 if platform.system() == "Darwin" and platform.machine() == "arm64" else 64


@njit(nogil=True)
def add_often(array, index, times):
    for _ in range(times):
        add(array, index, 1)


@njit(nogil=True)
def swap_often(array, index, times):
    """The same by reading, adding, and writing unless somebody else has written meanwhile; returns how many tries it took."""
    tries = 0
    for _ in range(times):
        while True:
            tries += 1
            seen = load_relaxed(array, index)
            if compare_and_swap(array, index, seen, seen + 1) == seen:
                break
    return tries


def zeros_on_a_page():
    """As many as fit on a page of memory, which the system gives out whole: the first is where a line begins."""
    return np.frombuffer(mmap.mmap(-1, mmap.PAGESIZE), "i8")


def measure():
    curves = {"two threads": [], "two threads, compare-and-swap": [], "one thread adds to both": []}
    rows = []
    with ThreadPoolExecutor(2) as pool:
        for distance in DISTANCES:
            array = zeros_on_a_page()
            places = [OFFSET // 8, (OFFSET + distance) // 8]
            tries = []

            def swapping(array=array, places=places, tries=tries):
                both = pool.map(swap_often, [array] * 2, places, [ADDITIONS] * 2)
                tries.append(sum(both) / (2 * ADDITIONS))

            took = interleaved(
                {
                    "two threads": lambda array=array, places=places: list(
                        pool.map(add_often, [array] * 2, places, [ADDITIONS] * 2)
                    ),
                    "two threads, compare-and-swap": swapping,
                    "one thread adds to both": lambda array=array, places=places: [
                        add_often(array, place, ADDITIONS) for place in places
                    ],
                },
                ROUNDS,
            )
            assert array.sum() % ADDITIONS == 0 and np.count_nonzero(array) == len(set(places)), "lost an addition"
            for way, points in curves.items():
                points.append((distance, took.seconds(way) / (2 * ADDITIONS)))
            rows.append([f"{distance} bytes", *(1e9 * points[-1][1] for points in curves.values()), float(np.median(tries))])
    near, far = (min(DISTANCES, key=lambda each, wanted=wanted: abs(each - wanted)) for wanted in (8, LINE))
    (close, apart, one), (close_swap, apart_swap) = (
        [dict(curves[way])[distance] for way, distance in ways]
        for ways in (
            [("two threads", near), ("two threads", far), ("one thread adds to both", near)],
            [("two threads, compare-and-swap", near), ("two threads, compare-and-swap", far)],
        )
    )
    return ExperimentResult(
        "Two threads that add to a number each, by the distance of the numbers",
        ["distance", "two threads, ns", "by CAS, ns", "one thread, ns", "tries by CAS"],
        rows,
        f"With the numbers {near} bytes apart, an atomic addition takes {duration(close)} by two threads and {duration(one)} "
        f"by one alone; {far} bytes apart two threads need {duration(apart)}: {factor(close / apart)} less. By "
        f"compare-and-swap these are {duration(close_swap)} and {duration(apart_swap)}.",
        [Lines(Axis("distance in bytes"), Axis("time per addition", "seconds"), curves, {f"a line: {LINE} bytes": LINE})],
    )


if __name__ == "__main__":
    main(measure, quick={"DISTANCES": (0, 8, 64, 128), "ADDITIONS": 20_000, "ROUNDS": 2})
