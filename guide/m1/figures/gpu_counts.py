"""Counts what kernels ask of a GPU's memory, in Numba's simulator: no GPU is needed, and no time is measured."""

import sys

import numpy as np

from graders import course
from graders.experiment import Axis, Bars, ExperimentResult, Lines, main
from graders.experiment.kernels import counted, simulated

cuda = simulated()
sys.path.append(str(course.ASSIGNMENTS / "m1"))
from given_e7 import BLOCK, naive  # noqa: E402
from given_e8 import matmul_naive  # noqa: E402

SIDE = 64  # rows and columns of the matrix that is transposed
STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)  # elements from one thread's read to its neighbour's
THREADS = 32  # threads of a block that adds up: one warp
SHARE = 32  # elements for each of them

TILE = 16


@cuda.jit
def every_so_many(x, out, step):
    i = cuda.grid(1)
    out[i] = x[i * step]


@cuda.jit
def stretches(x, out):
    """Every thread adds up a stretch of its own."""
    i, share = cuda.grid(1), x.size // cuda.gridsize(1)
    total = 0
    for position in range(i * share, (i + 1) * share):
        total += x[position]
    out[i] = total


@cuda.jit
def side_by_side(x, out):
    """Every thread adds up elements that lie a grid apart, so that neighbours read neighbours."""
    total = 0
    for position in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        total += x[position]
    out[cuda.grid(1)] = total


@cuda.jit
def transposed(m, out):
    column, row = cuda.grid(2)
    out[column, row] = m[row, column]


@cuda.jit
def transposed_by_tiles(m, out):
    """A tile waits in shared memory to be read the other way round: both halves go along rows."""
    tile = cuda.shared.array((TILE, TILE), np.float32)
    across, down = cuda.threadIdx.x, cuda.threadIdx.y
    left, top = cuda.blockIdx.x * TILE, cuda.blockIdx.y * TILE
    tile[across, down] = m[top + down, left + across]
    cuda.syncthreads()
    out[left + down, top + across] = tile[down, across]


def sectors(step):
    """How many pieces of 32 bytes hold what a warp asks for: a card fetches these, and four of them are a line."""
    return len({4 * step * thread // 32 for thread in range(32)})


def measure():
    line, pieces = [], [(step, sectors(step)) for step in STEPS]
    for step in STEPS:
        launch = counted(every_so_many, 1, 32, np.zeros(32 * step, "f4"), np.zeros(32, "f4"), step)
        line.append((step, launch.of("x")[0].transactions))
    x, sums = np.ones(THREADS * SHARE, "i4"), np.zeros(THREADS, "i4")
    adding = {kernel.__name__: counted(kernel, 1, THREADS, x, sums) for kernel in (stretches, side_by_side)}
    m, blocks = np.zeros((SIDE, SIDE), "f4"), (SIDE // TILE, SIDE // TILE)
    turning = {k.__name__: counted(k, blocks, (TILE, TILE), m, m.copy()) for k in (transposed, transposed_by_tiles)}
    totals = {name: sum(each.transactions for each in launch.of("global")) for name, launch in (adding | turning).items()}
    names = {
        "stretches": "adding up, a stretch each",
        "side_by_side": "adding up, side by side",
        "transposed": "transposing",
        "transposed_by_tiles": "transposing by tiles",
    }
    bars = {words: totals[name] for name, words in names.items()}
    signal, taps, square = np.zeros(256, "f4"), np.zeros(9, "f4"), np.zeros((16, 16), "f4")
    convolving = counted(naive, signal.size // BLOCK, BLOCK, signal, taps, signal.copy()).of("x")[0].reads
    multiplying = counted(matmul_naive, (4, 4), (4, 4), square, square.copy(), square.copy()).of("global")
    # The first stride, the first at which every thread has a sector of its own, and the last.
    apart = (0, next(at for at, (_, few) in enumerate(pieces) if few == pieces[-1][1]), -1)
    told = ", ".join(f"{line[at][1]} and {pieces[at][1]} with a stride of {STEPS[at]}" for at in apart)
    return ExperimentResult(
        "What kernels ask of a GPU's memory",
        ["kernel", "lines, or reads", "sectors"],
        [
            *([f"one warp, stride {step}", count, few] for (step, count), (_, few) in zip(line, pieces, strict=True)),
            *([words, count, ""] for words, count in bars.items()),
            ["reads of 256 samples, naive convolution, 9 taps", convolving, ""],
            ["reads of two matrices 16 by 16, naive product", sum(memory.reads for memory in multiplying), ""],
        ],
        f"Lines and sectors that a warp reads: {told}. Adding up {x.size} numbers takes {totals['stretches']} lines where each "
        f"thread has a stretch of its own, "
        f"{totals['side_by_side']} where neighbours read neighbours. Transposing {SIDE} by {SIDE} numbers takes "
        f"{totals['transposed']}, by way of shared memory {totals['transposed_by_tiles']}.",
        [
            Lines(
                Axis("elements from one thread's read to its neighbour's"),
                Axis("float32 of a warp lie in"),
                {"lines of 128 bytes": line, "sectors of 32 bytes": pieces},
            ),
            Bars(
                Axis("lines of global memory, each time they are asked for"),
                {words: {"": count} for words, count in bars.items()},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIDE": 16, "STEPS": (1, 32)}, timed=False)
