"""m1.e6: the same network, run three ways: at once, from a plan, and as one compiled program."""

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from given_e6 import SOURCES, Graph, GraphError, Node, Op
from numba import njit

Shape = tuple[int, int]

# 1. A plan


def _sources(node: Node) -> tuple[int, ...]:
    return node[1 : 1 + SOURCES[node[0]]]


def _shapes(graph: Graph, shape: Shape) -> list[Shape]:
    """The shape of every node's value. Whatever is wrong with a graph is noticed here."""
    if not graph:
        raise GraphError(0, "there is no node")
    shapes: list[Shape] = []
    for number, node in enumerate(graph):
        operation = node[0]
        if operation not in SOURCES:
            raise GraphError(number, f"there is no operation {operation!r}")
        if (operation == "input") != (number == 0):
            raise GraphError(number, "the input is node 0, and no other")
        sources = _sources(node)
        parameters = node[1 + len(sources) :]
        if len(sources) != SOURCES[operation] or len(parameters) != (2 if operation.startswith("linear") else 0):
            raise GraphError(number, f"{operation} has too many or too few parts")
        if not all(0 <= source < number for source in sources):
            raise GraphError(number, f"it reads {sources}, but may only read nodes before it")
        if operation == "input":
            shapes.append(shape)
            continue
        rows, columns = shapes[sources[0]]
        if parameters:
            weights, bias = parameters
            if weights.ndim != 2 or weights.shape[0] != columns or bias.shape != weights.shape[1:]:
                raise GraphError(number, f"{columns} columns, W {weights.shape} and b {bias.shape} do not fit together")
            columns = weights.shape[1]
        if any(shapes[source] != shapes[sources[0]] for source in sources):
            raise GraphError(number, f"{[shapes[source] for source in sources]} cannot be added")
        shapes.append((rows, columns))
    return shapes


def _slots(graph: Graph) -> tuple[list[int], int]:
    """(which buffer each node writes to, how many there are): one that holds nothing that is still to be read."""
    last = list(range(len(graph)))
    for number, node in enumerate(graph):
        for source in _sources(node):
            last[source] = number
    last[-1] = len(graph)
    slots: list[int] = []
    free: list[int] = []
    count = 0
    for number, node in enumerate(graph):
        # Taken before those that are read here for the last time are given back: nobody writes where he reads.
        if free:
            slots.append(free.pop())
        else:
            slots.append(count)
            count += 1
        free += [slots[each] for each in {*_sources(node), number} if last[each] == number]
    return slots, count


def _views(graph: Graph, shapes: list[Shape]) -> tuple[np.ndarray, list[np.ndarray]]:
    """(the memory for all values, shape (buffers, size); a view of it for every node)."""
    slots, count = _slots(graph)
    memory = np.zeros((count, max(rows * columns for rows, columns in shapes)), np.float32)
    views = [memory[slot, : rows * columns].reshape(rows, columns) for slot, (rows, columns) in zip(slots, shapes, strict=True)]
    return memory, views


def _checked(x: np.ndarray, shape: Shape) -> np.ndarray:
    if x.shape != shape or x.dtype != np.float32:
        raise ValueError(f"built for float32 of shape {shape}, got {x.dtype} of shape {x.shape}")
    return x


class Runner:
    """A list of calls, all arguments of which are known before the first run."""

    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._shape = shape[0], shape[1]
        _, views = _views(graph, _shapes(graph, self._shape))
        self._input, self._output = views[0], views[-1]
        self._calls = [
            call
            for node, out in zip(graph, views, strict=True)
            for call in _calls(node, [views[source] for source in _sources(node)], out)
        ]

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output, in a buffer that the next run writes to again."""
        self._input[...] = _checked(x, self._shape)
        for call in self._calls:
            call()
        return self._output


def _calls(node: Node, read: list[np.ndarray], out: np.ndarray) -> list[partial]:
    """What a node does: functions together with their arguments."""
    operation, calls = node[0], []
    if operation.startswith("linear"):
        weights, bias = node[2:]
        calls = [partial(np.matmul, read[0], weights, out=out), partial(np.add, out, bias, out=out)]
        read = [out]
    if operation.endswith("relu"):
        calls.append(partial(np.maximum, read[0], np.float32(0), out=out))
    elif operation.endswith("softmax"):
        calls.append(partial(_softmax, read[0], np.empty((len(out), 1), np.float32), out=out))
    elif operation == "add":
        calls.append(partial(np.add, *read, out=out))
    return calls


def _softmax(x: np.ndarray, column: np.ndarray, out: np.ndarray) -> None:
    x.max(axis=1, keepdims=True, out=column)
    np.subtract(x, column, out=out)
    np.exp(out, out=out)
    out.sum(axis=1, keepdims=True, out=column)
    np.divide(out, column, out=out)


# 2. A compiler


def fuse(graph: Graph) -> Graph:
    """The same with one node for every linear whose only reader is a relu or softmax, and that reader."""
    readers = [0] * len(graph)
    for node in graph:
        for source in _sources(node):
            readers[source] += 1
    merged = {
        node[1] for node in graph if node[0] in ("relu", "softmax") and graph[node[1]][0] == "linear" and readers[node[1]] == 1
    }
    fused: Graph = []
    place: dict[int, int] = {}
    for number, node in enumerate(graph):
        if number in merged:
            continue
        operation, parameters = node[0], node[1 + SOURCES[node[0]] :]
        # At the place of the later one, or the output would not be the last node any more.
        if operation in ("relu", "softmax") and node[1] in merged:
            operation, node = f"linear_{operation}", graph[node[1]]
            parameters = node[2:]
        place[number] = len(fused)
        fused.append((operation, *[place[source] for source in _sources(node)], *parameters))
    return fused


CODES = {name: code for code, name in enumerate(["relu", "softmax", "add", "linear", "linear_relu", "linear_softmax"])}
RELU, SOFTMAX, ADD, LINEAR, LINEAR_RELU, LINEAR_SOFTMAX = range(6)


class Compiled:
    """The fused graph as op-codes: one row of integers per node, one array of numbers, one compiled call per run."""

    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._shape = shape[0], shape[1]
        _shapes(graph, self._shape)
        nodes = fuse(graph)
        memory, views = _views(nodes, _shapes(nodes, self._shape))
        self._memory = memory.reshape(-1)
        self._input, self._output = views[0], views[-1]

        def place(view: np.ndarray) -> int:
            return (view.ctypes.data - memory.ctypes.data) // memory.itemsize

        rows, numbers, used = [], [], 0
        for node, out in zip(nodes[1:], views[1:], strict=True):
            read = [views[source] for source in _sources(node)]
            rows.append((CODES[node[0]], place(read[0]), place(read[-1]), place(out), *out.shape, read[0].shape[1], used))
            for parameter in node[1 + len(read) :]:
                numbers.append(parameter.reshape(-1))
                used += parameter.size
        self._program = np.array(rows, np.int64).reshape(-1, 8)
        self._numbers = np.concatenate([np.zeros(0, np.float32), *numbers])

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output, in a buffer that the next run writes to again."""
        self._input[...] = _checked(x, self._shape)
        _execute(self._program, self._numbers, self._memory)
        return self._output


@njit
def _execute(program, numbers, memory):
    for i in range(len(program)):
        code, rows, width, columns, used = program[i, 0], program[i, 4], program[i, 5], program[i, 6], program[i, 7]
        x = memory[program[i, 1] :][: rows * columns].reshape(rows, columns)
        out = memory[program[i, 3] :][: rows * width].reshape(rows, width)
        if code >= LINEAR:
            bias = numbers[used + columns * width :]
            _linear(x, numbers[used:][: columns * width].reshape(columns, width), bias, code == LINEAR_RELU, out)
            if code == LINEAR_SOFTMAX:
                _softmax_rows(out, out)
        elif code == RELU:
            _relu(x, out)
        elif code == ADD:
            _add(x, memory[program[i, 2] :][: rows * width].reshape(rows, width), out)
        else:
            _softmax_rows(x, out)


@njit
def _linear(x, weights, bias, rectified, out):
    for i in range(len(out)):
        one, sums = x[i], out[i]
        for j in range(len(sums)):
            sums[j] = bias[j]
        # Row by row of W, so that the inner loop walks through memory; by four rows, so that the sums are fetched less often.
        whole = len(one) - len(one) % 4
        for k in range(0, whole, 4):
            a, b, c, d = one[k], one[k + 1], one[k + 2], one[k + 3]
            first, second, third, fourth = weights[k], weights[k + 1], weights[k + 2], weights[k + 3]
            for j in range(len(sums)):
                sums[j] = sums[j] + a * first[j] + b * second[j] + c * third[j] + d * fourth[j]
        for k in range(whole, len(one)):
            factor, row = one[k], weights[k]
            for j in range(len(sums)):
                sums[j] += factor * row[j]
        # What was fused: the row is still in the nearest cache.
        if rectified:
            for j in range(len(sums)):
                sums[j] = max(sums[j], np.float32(0))


@njit
def _relu(x, out):
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = max(x[i, j], np.float32(0))


@njit
def _add(x, y, out):
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = x[i, j] + y[i, j]


@njit
def _softmax_rows(x, out):
    for i in range(x.shape[0]):
        largest, total = x[i, 0], np.float32(0)
        for j in range(x.shape[1]):
            largest = max(largest, x[i, j])
        for j in range(x.shape[1]):
            out[i, j] = math.exp(x[i, j] - largest)
            total += out[i, j]
        for j in range(x.shape[1]):
            out[i, j] /= total


# 3. A chain

_chains: dict[tuple, Callable] = {}
LINES = {
    "mul": "v = v * {}",
    "add": "v = v + {}",
    "sub": "v = v - {}",
    "relu": "v = max(v, zero)",
    "clip": "v = min(max(v, {}), {})",
    "add_vector": "v = v + b[i]",
}


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations: its source is written here, numba compiles it at its first call."""
    key = tuple(map(tuple, ops))
    if key not in _chains:
        # The numbers are names, not text: so they are float32, and may be infinite.
        names: dict[str, object] = {"zero": np.float32(0)}
        body = []
        for operation, *numbers in ops:
            fresh = [f"c{len(names) + i}" for i in range(len(numbers))]
            names.update(zip(fresh, map(np.float32, numbers), strict=True))
            body.append("        " + LINES[operation].format(*fresh))
        source = ["def chain(x, b, out):", "    for i in range(len(x)):", "        v = x[i]", *body, "        out[i] = v"]
        exec("\n".join(source), names)
        _chains[key] = njit(names["chain"])
    return _chains[key]
