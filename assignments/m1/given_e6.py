"""Given for m1.e6: what a graph is, the immediate mode, the yardsticks of the races, and what the tests look with."""

import functools
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# A graph is a list of nodes. A node is a tuple: its operation, the numbers of the nodes that it reads, its parameters.
#
#     ("input",)                    node 0, and no other: the argument x, float32 of shape (rows, columns)
#     ("linear", i, W, b)           x @ W + b where x is the value of node i; W float32 (columns, width), b float32 (width,)
#     ("relu", i)                   max(x, 0)
#     ("softmax", i)                exp(x) / sum of exp(x), each row on its own
#     ("add", i, j)                 the values of two nodes (of the same shape), added; i == j is possible
#     ("linear_relu", i, W, b)      linear, then relu: one node for two, made by fuse
#     ("linear_softmax", i, W, b)   linear, then softmax
#
# Nodes read only nodes before them. The value of the last node is the output. All values are float32.
Node = tuple[Any, ...]
Graph = list[Node]

SOURCES = {"input": 0, "linear": 1, "relu": 1, "softmax": 1, "add": 2, "linear_relu": 1, "linear_softmax": 1}
"""How many nodes each operation reads. After them come W and b where it is linear, and nothing where it is not."""

# A chain is a list of operations on every element of a vector x, one after the other:
#
#     ("mul", c), ("add", c), ("sub", c)   times, plus, minus a number
#     ("relu",)                            max(x, 0)
#     ("clip", low, high)                  max(x, low), then min(x, high)
#     ("add_vector",)                      plus the vector b, element by element
Op = tuple[Any, ...]


class GraphError(ValueError):
    """A graph that cannot be run; `node` is the number of the first node that is wrong."""

    def __init__(self, node: int, why: str) -> None:
        super().__init__(f"node {node}: {why}")
        self.node = node


# The immediate mode: the yardsticks.


def linear(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return x @ weights + bias


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def softmax(x: np.ndarray) -> np.ndarray:
    # exp(x - m) / sum(exp(x - m)) is the same for every m; with the largest x of the row nothing overflows.
    exp = np.exp(x - x.max(axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)


OPERATIONS: dict[str, Callable[..., np.ndarray]] = {
    "linear": linear,
    "relu": relu,
    "softmax": softmax,
    "add": np.add,
    "linear_relu": lambda x, weights, bias: relu(linear(x, weights, bias)),
    "linear_softmax": lambda x, weights, bias: softmax(linear(x, weights, bias)),
}


def immediate(graph: Graph, x: np.ndarray) -> np.ndarray:
    """The output of a graph: every operation is looked up, done at once, and its result is a new array."""
    values = [x]
    for operation, *rest in graph[1:]:
        count = SOURCES[operation]
        values.append(OPERATIONS[operation](*[values[source] for source in rest[:count]], *rest[count:]))
    return values[-1]


def immediate_chain(ops: Sequence[Op], x: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A chain, one operation and one new array at a time."""
    for operation, *numbers in ops:
        if operation == "mul":
            x = x * np.float32(numbers[0])
        elif operation == "add":
            x = x + np.float32(numbers[0])
        elif operation == "sub":
            x = x - np.float32(numbers[0])
        elif operation == "relu":
            x = np.maximum(x, np.float32(0))
        elif operation == "clip":
            x = np.minimum(np.maximum(x, np.float32(numbers[0])), np.float32(numbers[1]))
        else:
            x = x + b
    return x


# The races.


def network(depth: int, width: int, seed: int = 1) -> Graph:
    """Blocks of linear, relu and add, each added to what it started from, `depth` of them, and a softmax at the end."""
    rng = np.random.default_rng(seed)

    def parameters() -> tuple[np.ndarray, np.ndarray]:
        scale = np.float32(0.3 / np.sqrt(width))
        return scale * rng.standard_normal((width, width), "f4"), scale * rng.standard_normal(width, "f4")

    graph: Graph = [("input",)]
    for _ in range(depth):
        before = len(graph) - 1
        graph += [("linear", before, *parameters()), ("relu", before + 1), ("add", before, before + 2)]
    return [*graph, ("linear", len(graph) - 1, *parameters()), ("softmax", len(graph))]


NETWORK = network(32, 16)
CHAIN: list[Op] = [("mul", 0.98), ("add", 0.02), ("relu",), ("sub", 0.01), ("add_vector",), ("mul", 0.97), ("clip", -2, 2)]
STEPS = 2000
"""How often the race of chains applies its chain."""


@functools.cache
def _built(build: Callable[..., Any], shape: tuple[int, int]) -> Any:
    """A network is built once and run often."""
    return build(NETWORK, shape)


def run_compiled(compiled: Callable[..., Any], batches: np.ndarray) -> np.ndarray:
    """What is timed against run_immediate: NETWORK, built by your Compiled, on one batch after the other."""
    program, outputs = _built(compiled, batches.shape[1:]), np.empty_like(batches)
    for i in range(len(batches)):
        outputs[i] = program.run(batches[i])
    return outputs


def run_immediate(batches: np.ndarray) -> np.ndarray:
    """Yardstick: NETWORK in the immediate mode on one batch after the other."""
    outputs = np.empty_like(batches)
    for i in range(len(batches)):
        outputs[i] = immediate(NETWORK, batches[i])
    return outputs


def step_compiled(compile_chain: Callable[..., Any], x: np.ndarray, b: np.ndarray) -> np.ndarray:
    """What is timed against step_immediate: CHAIN, compiled by your compile_chain, applied again and again."""
    chain, x, out = compile_chain(CHAIN), x.copy(), np.empty_like(x)
    for _ in range(STEPS):
        chain(x, b, out)
        x, out = out, x
    return x


def step_immediate(x: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Yardstick: CHAIN in the immediate mode, applied again and again."""
    for _ in range(STEPS):
        x = immediate_chain(CHAIN, x, b)
    return x


# For the tests.


def refused(build: Callable[..., Any], graph: Graph, shape: tuple[int, int]) -> int | None:
    """The node that a GraphError names, when the graph is built; None when there is no error."""
    try:
        build(graph, shape)
    except GraphError as error:
        return error.node
    return None


def addresses(program: Any, batches: np.ndarray) -> list[int]:
    """Where the outputs of several runs lie in memory."""
    return [program.run(x).ctypes.data for x in batches]


def overlaps(program: Any, x: np.ndarray) -> bool:
    """Whether the output lies in the memory of the input."""
    return np.may_share_memory(program.run(x), x)


def side_by_side(build: Callable[..., Any], graphs: list[Graph], x: np.ndarray) -> list[np.ndarray]:
    """The outputs of several graphs for x, looked at when all of them have run."""
    programs = [build(graph, x.shape) for graph in graphs]
    return [program.run(x) for program in programs]


def run_view(program: Any, x: np.ndarray) -> np.ndarray:
    """The output for x, where its rows are every other column of a larger array."""
    larger = np.zeros((x.shape[1], 2 * x.shape[0]), np.float32)
    larger[:, ::2] = x.T
    return program.run(larger[:, ::2].T)


def bytes_of_a_run(program: Any, x: np.ndarray) -> int:
    """The most that numpy and Python had allocated at a time during a run, beyond what they had before it."""
    program.run(x)
    tracemalloc.start()
    try:
        program.run(x)
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        program.run(x)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def bytes_held(build: Callable[..., Any], graph: Graph, shape: tuple[int, int]) -> int:
    """What numpy and Python have allocated for a graph that was built and has run once."""
    x = np.zeros(shape, np.float32)
    build(graph, shape).run(x)
    tracemalloc.start()
    try:
        program = build(graph, shape)
        program.run(x)
        held = tracemalloc.get_traced_memory()[0]
        del program
        return held
    finally:
        tracemalloc.stop()


def apply(compile_chain: Callable[..., Any], ops: Sequence[Op], x: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
    """[what the chain wrote to out, x and b after the call]."""
    out = np.full_like(x, np.nan)
    compile_chain(ops)(x, b, out)
    return [out, x, b]


def apply_in_place(compile_chain: Callable[..., Any], ops: Sequence[Op], x: np.ndarray, b: np.ndarray) -> np.ndarray:
    """What is in x when it is also the array to write to."""
    compile_chain(ops)(x, b, x)
    return x


def compiled_once(compile_chain: Callable[..., Any], ops: Sequence[Op], others: Sequence[Op]) -> bool:
    """Whether a chain, asked for again after some other one, is the same function."""
    first = compile_chain(ops)
    compile_chain(others)
    return compile_chain(list(ops)) is first


def apply_longer(compile_chain: Callable[..., Any], ops: list[Op], more: list[Op], x: np.ndarray, b: np.ndarray) -> np.ndarray:
    """What a chain writes that was compiled before, as a list to which `more` was added since."""
    compile_chain(ops)
    ops.extend(more)
    out = np.full_like(x, np.nan)
    compile_chain(ops)(x, b, out)
    return out
