"""What a product of matrices costs in joules, by a model: three orders of the same three loops, and where the energy goes."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Gantt, Span, main

SIZE = 160  # rows, and columns, of the matrices
CACHE = 8  # KiB of the cache
LINE = 64  # bytes of one line of memory
DRAM = 1300.0  # picojoules that 64 bits from main memory cost; Horowitz says 1,300 to 2,600
READ = 10.0  # picojoules of a read of the cache
ADD, MULTIPLY = 0.9, 3.7


@njit
def lines_loaded(order, size, per_line, lines):
    """How many lines of memory come into a cache that keeps those used last, the last one first."""
    cache = np.full(lines, -1, np.int64)
    loaded, index = 0, np.zeros(3, np.int64)
    for index[0] in range(size):
        for index[1] in range(size):
            for index[2] in range(size):
                i, j, k = index[order[0]], index[order[1]], index[order[2]]
                for matrix, place in enumerate((i * size + k, k * size + j, i * size + j)):
                    line = (matrix * size * size + place) // per_line
                    at = 0
                    while at < lines - 1 and cache[at] != line:
                        at += 1
                    loaded += cache[at] != line
                    while at > 0:
                        cache[at] = cache[at - 1]
                        at -= 1
                    cache[0] = line
    return loaded


def measure():
    # For each of i, j and k: is it the outer loop, the middle one or the inner one?
    orders = {"i k j": (0, 2, 1), "i j k": (0, 1, 2), "j k i": (2, 0, 1)}
    rows, spans, share = [], {}, {}
    for name, order in orders.items():
        loaded = lines_loaded(np.array(order), SIZE, LINE // 4, 1024 * CACHE // LINE)
        steps = SIZE**3
        parts = {
            "adding and multiplying": steps * (ADD + MULTIPLY),
            "cache": 3 * steps * READ,
            "memory": loaded * LINE / 8 * DRAM,
        }
        end, spans[name] = 0.0, []
        for kind, picojoules in parts.items():
            spans[name].append(Span(end, end + picojoules / 1e9, kind))
            end += picojoules / 1e9
        share[name] = parts["memory"] / 1e9 / end
        rows.append(
            [name, f"{loaded:,}", *(f"{each / 1e9:.3g}" for each in parts.values()), f"{end:.3g}", f"{share[name]:.1%}"]
        )
    ends = {name: bars[-1].end for name, bars in spans.items()}
    told = ", ".join(f"{name} {end:.2g} mJ, {share[name]:.1%} of it memory" for name, end in ends.items())
    return ExperimentResult(
        f"A product of {SIZE} x {SIZE}, {CACHE} KiB of cache: a model",
        ["loops", "lines loaded", "arithmetic", "cache", "memory", "together", "memory's share"],
        rows,
        f"By the model of a chip of 45 nanometres, a product of {SIZE} x {SIZE} takes, by the order of its loops: {told}.",
        [Gantt(Axis("millijoules, by the model"), spans, kinds=["adding and multiplying", "cache", "memory"])],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZE": 16}, timed=False)
