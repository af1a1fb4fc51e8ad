"""m1.e6: the same network, run three ways. given_e6 says what a graph is, and runs one the slow way: read it first.

There, every operation is looked up while it runs, and every result is a new array. Whoever has seen the whole graph
beforehand can do better. numpy and numba are all you need.
"""

from collections.abc import Callable, Sequence

import numpy as np
from given_e6 import Graph, Op

# 1. A plan: know everything before the first run


class Runner:
    """Runs a graph with numpy, into buffers that were made beforehand."""

    def __init__(self, graph: Graph, shape: tuple[int, int]) -> None:
        """Prepare everything for inputs of that shape, (rows, columns), both 1 or more.

        Raises GraphError (of given_e6) with the number of the first node that is wrong: unknown, with too many or too
        few parts, an input that is not node 0 or a node 0 that is no input, reading a node that is not before it (a
        negative number is none), or with shapes that do not fit. A graph without nodes is wrong at node 0. Every W
        and b that is there is a float32 array, of whatever shape.

        As few buffers as possible: a node may write where nothing lies any more that is still to be read. A chain
        needs two of them, however long it is. The weights, all W and b, are not copied, and nobody changes them.
        """
        raise NotImplementedError

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output for x, float32 of the shape given above, maybe a view; x itself is never written to.

        The output lies in a buffer of this Runner's own, at the same address in every run: its next run overwrites it. No
        array of the size of a value is allocated here. No softmax overflows, however large the numbers: as in given_e6, the
        largest of a row is subtracted first. Raises ValueError when x has another shape or dtype.
        """
        raise NotImplementedError


# 2. A compiler: fewer nodes, then op-codes, then one compiled call


def fuse(graph: Graph) -> Graph:
    """The same graph with fewer nodes: wherever a linear has a single reader, and that is a relu or a softmax, the two
    become one node, a linear_relu or a linear_softmax.

    All other nodes stay as they are, but for the numbers of the nodes that they read. That goes for a linear_relu or
    linear_softmax in graph, too: it is a reader as any other, and is not fused with what reads it. The last node is still
    the output. graph is valid, and is not changed.
    """
    raise NotImplementedError


class Compiled:
    """Runs a graph with one call of compiled code. This is one of the two that race.

    Write the fused graph down as numbers: for every node a row of integers, saying what to do (the op-code), where the
    values that it reads lie in one long array of float32, and where its own goes. A function compiled by numba goes
    through the rows. It knows all operations and is the same for all graphs, so it is compiled only once.
    """

    def __init__(self, graph: Graph, shape: tuple[int, int]) -> None:
        """As for Runner, also the errors (with the node's number in `graph`) and few buffers. The weights may be copied."""
        raise NotImplementedError

    def run(self, x: np.ndarray) -> np.ndarray:
        """As for Runner."""
        raise NotImplementedError


# 3. A chain: one loop instead of one loop per operation


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """A compiled function f(x, b, out) that writes chain(x) to out, in one loop. This is the other one that races.

    ops says what is done to every element, in this order, and may be empty; given_e6 has the list of operations. x, b and out
    are contiguous, of shape (n,), n may be 0, and float32, as is everything in between: no number may turn it into float64,
    and no fastmath may change the order. out may be x, but is never b. Nothing is NaN, the ends of clip may be infinite, and
    0.0 may be taken for the same number as -0.0 or not.

    One way is to write the source of the loop as text, a line per operation, and let numba compile what exec makes of it.
    Compiling takes a while: asked for the same ops again, return the same function. Where a number differs, as float32, they
    are not the same; nor is a list that somebody has added to since. Whether 1 and 1.0 are the same is up to you.
    """
    raise NotImplementedError
