"""The same network, run in several ways: what looking up, allocating and many small calls cost, by width and depth."""

import sys
from importlib.util import find_spec

import numpy as np
from numba import njit

from graders import course
from graders.experiment import Axis, ExperimentResult, Lines, factor, interleaved, main

sys.path.append(str(course.ASSIGNMENTS / "m1"))
from given_e6 import immediate, network

WIDTHS = (8, 16, 32, 64, 128, 256)  # numbers in a row, one network after the other
DEPTH = 32  # blocks of those networks
DEPTHS = (1, 4, 16, 64)  # blocks, one network after the other
WIDTH = 16  # numbers in a row of those networks
BATCH = 16  # rows that go through at once
TORCH = 1  # 1: torch, where it is installed; 2: torch.compile, too, which wants a C++ compiler and a minute; 0: neither
ROUNDS = 25  # how often each is measured, in turn


def parameters(graph):
    """All W and all b of such a network as two arrays, for those who need not look at the rest of the graph."""
    linear = [node for node in graph if node[0] == "linear"]
    return np.stack([node[2] for node in linear]), np.stack([node[3] for node in linear])


class Prepared:
    """This one network, written out by hand for numpy: nothing is looked up, nothing is allocated."""

    def __init__(self, graph, batch):
        self.weights, self.biases = parameters(graph)
        self.state, self.change = np.empty((2, batch, self.weights.shape[1]), "f4")
        self.column = np.empty((batch, 1), "f4")

    def __call__(self, x):
        state, change = self.state, self.change
        np.copyto(state, x)
        for w, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            np.matmul(state, w, change)
            np.add(change, b, change)
            np.maximum(change, 0, out=change)
            np.add(state, change, state)
        np.matmul(state, self.weights[-1], change)
        np.add(change, self.biases[-1], change)
        np.max(change, 1, keepdims=True, out=self.column)
        np.subtract(change, self.column, change)
        np.exp(change, change)
        np.sum(change, 1, keepdims=True, out=self.column)
        return np.divide(change, self.column, change)


@njit(fastmath=True)
def whole(weights, biases, x, out):
    """This one network in one compiled call. A row of x goes all the way through before the next one starts."""
    blocks, width = len(weights) - 1, weights.shape[1]
    state, sums = np.empty(width, np.float32), np.empty(width, np.float32)
    for r in range(len(x)):
        for j in range(width):
            state[j] = x[r, j]
        for k in range(blocks + 1):
            for j in range(width):
                sums[j] = biases[k, j]
            for i in range(width):
                for j in range(width):
                    sums[j] += state[i] * weights[k, i, j]
            for j in range(width if k < blocks else 0):
                state[j] += max(sums[j], np.float32(0))
        top, total = sums.max(), np.float32(0)
        for j in range(width):
            sums[j] = np.exp(sums[j] - top)
            total += sums[j]
        for j in range(width):
            out[r, j] = sums[j] / total
    return out


def in_torch(graph):
    """The network in torch, on one thread; `inference_mode` keeps no record for gradients."""
    import torch
    from _torch_network import Network

    torch.set_num_threads(1)
    return torch.inference_mode()(Network(graph).forward)


def ways(graph, batch):
    """Every way to run the network on a batch of rows, ready to be called; all give the same."""
    x = np.random.default_rng(2).standard_normal((batch, graph[1][2].shape[0]), "f4")
    prepared, (weights, biases), out = Prepared(graph, batch), parameters(graph), np.empty_like(x)
    found = {
        "immediate": lambda: immediate(graph, x),
        "preallocated": lambda: prepared(x),
        "fused": lambda: whole(weights, biases, x, out),
    }
    if TORCH and find_spec("torch"):
        import torch

        tensor, eager = torch.from_numpy(x), in_torch(graph)
        found["torch"] = lambda: eager(tensor)
        if TORCH > 1:
            torch.compiler.reset()  # it gives up on a function that it had to compile for many networks
            compiled = torch.compile(eager)
            found["torch.compile"] = lambda: compiled(tensor)
    for name, run in found.items():
        assert np.allclose(np.asarray(run()), immediate(graph, x), rtol=2e-3, atol=1e-5), f"{name} computes something else"
    return found


def measure():
    charts, rows, told = [], [], []
    for title, label, networks in (
        (f"{DEPTH} blocks deep", "width", [(DEPTH, width) for width in WIDTHS]),
        (f"{WIDTH} numbers wide", "depth in blocks", [(depth, WIDTH) for depth in DEPTHS]),
    ):
        curves = {}
        for depth, width in networks:
            runs = ways(network(depth, width), BATCH)
            took = interleaved(runs, ROUNDS)
            rows.append([f"{depth} deep, {width} wide", *(1e6 * took.seconds(name) for name in runs)])
            for name in list(runs)[1:]:
                curves.setdefault(name, []).append((width if label == "width" else depth, took.ratio("immediate", name)))
        charts.append(Lines(Axis(label, log=True), Axis("speed-up over immediate", "ratio"), curves, title=title))
        told += [
            f"{networks[at][0]} deep and {networks[at][1]} wide: "
            + ", ".join(f"{name} {factor(points[at][1])}" for name, points in curves.items())
            for at in (0, -1)
        ]
    return ExperimentResult(
        "A network of small layers, run in several ways",
        ["µs per run", *runs],
        rows,
        f"Speed-ups over the immediate mode, with {BATCH} rows at once. " + "; ".join(told) + ".",
        charts,
    )


if __name__ == "__main__":
    main(measure, quick={"WIDTHS": (8, 16), "DEPTHS": (1, 4), "DEPTH": 2, "ROUNDS": 2, "TORCH": 0})
