import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e6")


def values_of(graph, x):
    """The values of all nodes, in float64 and without hurry."""
    values = [x.astype("f8")]
    for operation, *rest in graph[1:]:
        value = values[rest[0]]
        if operation == "add":
            value = value + values[rest[1]]
        if operation.startswith("linear"):
            value = value @ rest[1].astype("f8") + rest[2]
        if operation.endswith("relu"):
            value = value * (value > 0)
        if operation.endswith("softmax"):
            value = np.array([[1 / sum(np.exp(np.minimum(row - one, 700))) for one in row] for row in value])
        values.append(value)
    return values


def close(got, values, what):
    """got is the last of these values, as accurately as float32 can tell when the largest of them was in the way."""
    largest = max(1.0, *(float(np.abs(value).max()) for value in values))
    check.close(got, values[-1].astype("f4"), rtol=2e-4, atol=2e-6 * largest, what=what)


def numbers(rng, *shape):
    return rng.standard_normal(shape, "f4")


@st.composite
def graphs(draw, fused=False):
    """(graph, inputs): any operations, reading any nodes before them; small numbers first where hypothesis shrinks."""
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    graph, widths = [("input",)], [columns]
    for _ in range(draw(st.integers(1, 8))):
        names = ["relu", "linear", "add", "softmax", *(["linear_relu", "linear_softmax"] if fused else [])]
        operation, source = draw(st.sampled_from(names)), draw(st.integers(0, len(graph) - 1))
        width = widths[source]
        if operation.startswith("linear"):
            columns, width = width, draw(st.integers(1, 6))
            graph.append((operation, source, numbers(rng, columns, width) / 2, numbers(rng, width)))
        elif operation == "add":
            graph.append((operation, source, draw(st.sampled_from([i for i, other in enumerate(widths) if other == width]))))
        else:
            graph.append((operation, source))
        widths.append(width)
    return graph, [numbers(rng, rows, widths[0]) for _ in range(3)]


def told(graph):
    """Operations and what they read, for whoever has to find the mistake."""
    nodes = [f"{node[0]}({', '.join(str(part) for part in node[1:] if type(part) is int)})" for node in graph]
    return " ".join(nodes) or "a graph without nodes"


def right_again_and_again(program, graph, inputs):
    for x in inputs:
        got, (after,) = program.run.inout(x)
        close(got, values_of(graph, x), f"the output of {told(graph)}")
        check.equal(after, x, f"the input of {told(graph)} after the run")


W, B = np.array([[1, -2], [3, 0.5]], "f4"), np.array([-0.5, 1], "f4")
INPUTS = [np.array([[1, 2], [-1, -2], [-3, 0.5]], "f4"), np.array([[0, 4], [2, -1], [1, 1]], "f4")]


@pytest.mark.points(1)
@example(drawn=([("input",), ("relu", 0), ("relu", 1), ("add", 2, 0)], INPUTS))
@example(drawn=([("input",), ("linear", 0, W, B), ("relu", 1), ("relu", 2), ("add", 1, 3)], INPUTS))
@example(drawn=([("input",), ("linear_relu", 0, W, B)], INPUTS))
@given(drawn=graphs(fused=True))
def test_runner(student, drawn):
    """Runner, on random graphs"""
    graph, inputs = drawn
    right_again_and_again(student.Runner(graph, inputs[0].shape), graph, inputs)


@pytest.mark.points(1)
def test_wrong_graphs(student, rng):
    """wrong graphs are refused before they run"""
    x, w, b = ("input",), numbers(rng, 3, 5), numbers(rng, 5)
    for node, graph in (
        (0, []),
        (0, [("relu", 0)]),
        (2, [x, ("relu", 0), ("tanh", 1), ("relu", 1)]),
        (1, [x, ("relu", 2), ("linear", 0, w, b)]),
        (1, [x, ("relu", 1)]),
        (2, [x, ("relu", 0), ("add", 1, -1)]),
        (2, [x, ("relu", 0), x]),
        (2, [x, ("linear", 0, w, b), ("linear", 1, w, b), ("relu", 3)]),
        (1, [x, ("linear", 0, w, numbers(rng, 3))]),
        (3, [x, ("linear", 0, w, b), ("relu", 1), ("add", 2, 0)]),
    ):
        found = student.given.refused(student.Runner, graph, (2, 3))
        check.that(found == node, f"{told(graph)}, of 3 columns: GraphError should name node {node}, but {named(found)}")
    right = [x, ("linear", 0, w, b)]
    check.that(student.given.refused(student.Runner, right, (2, 3)) is None, f"nothing is wrong with {told(right)}")


def named(node):
    return "there is no error" if node is None else f"names node {node}"


@pytest.mark.points(1)
def test_memory(student, rng):
    """Runner: no new arrays, one address, few buffers"""
    # A value of (256, 128) takes 128 KiB.
    graph = student.given.network(3, 128)
    runner = student.Runner(graph, (256, 128))
    used = student.given.bytes_of_a_run(runner, numbers(rng, 256, 128))
    check.that(used <= 64 << 10, f"a run allocates {used >> 10} KiB; 64 are enough, and a value is 128 KiB")
    places = student.given.addresses(runner, numbers(rng, 3, 256, 128))
    check.that(len(set(places)) == 1, "the output lies elsewhere in every run")
    # 20 nodes of 256 KiB each, in two buffers.
    chain = [("input",), *[("relu", i) for i in range(20)]]
    held = student.given.bytes_held(student.Runner, chain, (512, 128))
    check.that(held <= 1 << 20, f"a chain of 20 nodes takes {held >> 10} KiB; 1024 are plenty: a value is 256 KiB")


@pytest.mark.points(1)
@example(drawn=([("input",), ("linear", 0, W, B), ("relu", 1)], INPUTS))
@example(drawn=([("input",), ("linear", 0, W, B), ("relu", 1), ("add", 1, 2)], INPUTS))
@example(drawn=([("input",), ("linear", 0, W, B), ("relu", 0), ("softmax", 1)], INPUTS))
@given(drawn=graphs())
def test_compiler(student, drawn):
    """fuse and Compiled, on random graphs"""
    graph, inputs = drawn
    fused, (after,) = student.fuse.inout(graph)
    check.equal(after, graph, "the graph after fuse")
    is_fused(graph, fused)
    output = values_of(fused, inputs[0])[-1].astype("f4")
    close(output, values_of(graph, inputs[0]), f"the fused graph {told(fused)}, for {told(graph)},")
    right_again_and_again(student.Compiled(graph, inputs[0].shape), graph, inputs)


def is_fused(graph, fused):
    """As many nodes as there should be, each of them valid."""
    readers = [sum(part == i for node in graph for part in node[1:] if type(part) is int) for i in range(len(graph))]
    pairs = [
        node for node in graph if node[0] in ("relu", "softmax") and graph[node[1]][0] == "linear" and readers[node[1]] == 1
    ]
    check.kind(fused, list)
    what = f"{told(graph)} fused"
    check.that(len(fused) == len(graph) - len(pairs), f"{what} should have {len(graph) - len(pairs)} nodes: {told(fused)}")
    for number, node in enumerate(fused):
        check.kind(node, tuple, "a fused node")
        reads = [part for part in node[1:] if type(part) is int]
        check.that(all(0 <= source < number for source in reads), f"{what} reads what is not there yet: {told(fused)}")


@pytest.mark.points(1)
def test_chain(student, rng):
    """chains of operations, compiled"""
    given = student.given
    for ops in (
        [("mul", 1.5), ("relu",), ("add", 0.25)],
        [("relu",), ("add", 0.25), ("mul", -1.5)],
        [("add_vector",), ("clip", -0.5, 0.75), ("sub", 0.1), ("add_vector",)],
    ):
        for size in (1000, 1):
            x, b = numbers(rng, size), numbers(rng, size)
            out, *after = given.apply(student.compile_chain, ops, x, b)
            check.close(out, one_by_one(ops, x, b), rtol=1e-5, atol=1e-6, what=f"the answer for {ops}")
            check.equal(after, [x, b], f"x and b after {ops}")
    again = given.compiled_once(student.compile_chain, ops, [("relu",)])
    check.that(again, "the same ops, asked for again after others, are another function")


def one_by_one(ops, x, b):
    """What a chain does to every element, in float64."""
    values = x.astype("f8")
    for operation, *constants in ops:
        if operation in ("add", "add_vector"):
            values = values + (constants[0] if constants else b)
        elif operation == "sub":
            values = values - constants[0]
        elif operation == "mul":
            values = values * constants[0]
        else:
            low, high = constants or (0, np.inf)
            values = np.clip(values, low, high)
    return values.astype("f4")


@pytest.mark.perf(steps={1.8: 2, 2.5: 4})
def test_race_of_networks(student, rng):
    """Compiled against immediate mode: 98 nodes, 16 wide"""
    student.race(
        "Compiled", lambda: (numbers(rng, 50, 16, 16),), against="run_immediate", through="run_compiled", rtol=1e-3, atol=1e-5
    )


@pytest.mark.perf(steps={4: 1, 10: 3})
def test_race_of_chains(student, rng):
    """compile_chain against immediate mode: 7 operations"""

    def make():
        return numbers(rng, 4096), numbers(rng, 4096) / 100

    student.race("compile_chain", make, against="step_immediate", through="step_compiled", rtol=1e-3, atol=1e-5)
