import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e6")

FUSED = ("linear_relu", "linear_softmax")


def in_float64(graph, x):
    values = [x.astype("f8")]
    for operation, *rest in graph[1:]:
        values.append(values[rest[0]])
        if operation == "add":
            values[-1] = values[-1] + values[rest[1]]
        if operation.startswith("linear"):
            values[-1] = np.einsum("ij,jk->ik", values[-1], rest[1]) + rest[2]
        if operation.endswith("relu"):
            values[-1] = np.where(values[-1] < 0, 0, values[-1])
        if operation.endswith("softmax"):
            odds = np.exp(values[-1] - np.max(values[-1], axis=1)[:, None])
            values[-1] = odds / np.sum(odds, axis=1)[:, None]
    return values


def same_output(got, values, what):
    """Within what rounding to float32 does to a number beside the largest value on the way."""
    size = max([1.0, *(float(abs(value).max()) for value in values)])
    check.close(got, values[-1].astype("f4"), rtol=3e-4, atol=3e-6 * size, what=what)


def drawn_numbers(rng, *shape):
    return rng.uniform(-1.5, 1.5, shape).astype("f4")


@st.composite
def networks(draw):
    """Deeper graphs of one width or two, in which values are read again much later, or by nobody at all."""
    rng = np.random.default_rng(draw(st.integers(0, 1 << 20)))
    rows, wide, narrow = draw(st.integers(1, 9)), draw(st.integers(1, 20)), draw(st.integers(1, 20))
    graph, widths = [("input",)], [wide]
    for _ in range(draw(st.integers(2, 25))):
        operation = draw(st.sampled_from(["linear", "relu", "add", "linear", "relu", "add", "softmax", *FUSED]))
        # The newest value or the first ones: chains, with short cuts over many nodes.
        source = draw(st.sampled_from([len(graph) - 1, len(graph) - 1, max(0, len(graph) - 2), 0, min(1, len(graph) - 1)]))
        width, more = widths[source], ()
        if operation.startswith("linear"):
            width = draw(st.sampled_from([wide, narrow]))
            more = drawn_numbers(rng, widths[source], width) / (1 + widths[source] / 3), drawn_numbers(rng, width)
        elif operation == "add":
            more = (draw(st.sampled_from([i for i in range(len(graph)) if widths[i] == width])),)
        graph.append((operation, source, *more))
        widths.append(width)
    return graph, [drawn_numbers(rng, rows, wide) for _ in range(2)]


def residual():
    """A linear with two readers, and an input that is read again at the end."""
    w, b = np.float32([[0.5, -1], [2, 1]]), np.float32([-1, 0.25])
    graph = [("input",), ("linear", 0, w, b), ("relu", 1), ("add", 1, 2), ("linear", 3, w, b), ("relu", 4), ("add", 5, 0)]
    return graph, [np.float32([[1, -1], [-2, 3]]), np.float32([[-4, 2], [0, 1]])]


def forgotten():
    """A value that nobody reads, between a linear and its relu."""
    w, b = np.float32([[0.5, -1, 1], [2, 1, 0]]), np.float32([-1, 0.25, 0])
    return [("input",), ("linear", 0, w, b), ("add", 1, 1), ("softmax", 0), ("linear", 0, w, b), ("relu", 0), ("relu", 4)], [
        np.float32([[1, -1], [-2, 3]])
    ]


def fused_before():
    """Nodes that are fused already read some whose numbers change, and are readers as any other."""
    w, b = np.float32([[0.5, -1], [2, 1]]), np.float32([-1, 0.25])
    graph = [("input",), ("linear", 0, w, b), ("relu", 1), ("linear_relu", 2, w.T.copy(), b), ("linear", 3, w, -b)]
    graph += [("linear_softmax", 4, w, b), ("softmax", 4), ("linear", 2, w, b), ("softmax", 7), ("linear_softmax", 8, -w, b)]
    return [*graph, ("add", 5, 6), ("add", 10, 9)], [np.float32([[1, -1], [-2, 3]]), np.float32([[-4, 2], [0, 1]])]


def short(graph):
    return " ".join(f"{node[0]}({', '.join(str(part) for part in node[1:] if isinstance(part, int))})" for node in graph)


@pytest.mark.points(1)
@settings(max_examples=40)
@example(drawn=residual())
@example(drawn=forgotten())
@example(drawn=fused_before())
@given(drawn=networks())
def test_three_modes(student, drawn):
    """deep graphs with short cuts, in all modes"""
    graph, inputs = drawn
    fused = student.fuse(graph)
    check.kind(fused, list)
    check.that(all(type(node) is tuple for node in fused), f"a node of {short(graph)} fused is no tuple")
    read_by = [
        [j for j, node in enumerate(graph) if i in [part for part in node[1:] if type(part) is int]] for i in range(len(graph))
    ]
    alone = [
        readers
        for node, readers in zip(graph, read_by, strict=True)
        if node[0] == "linear" and len(readers) == 1 and graph[readers[0]][0] in ("relu", "softmax")
    ]
    check.equal(len(fused), len(graph) - len(alone), f"the number of nodes of {short(graph)} fused")
    programs = {
        "Runner": student.Runner(graph, inputs[0].shape),
        "Runner of the fused graph": student.Runner(fused, inputs[0].shape),
        "Compiled": student.Compiled(graph, inputs[0].shape),
        "Compiled of the fused graph": student.Compiled(fused, inputs[0].shape),
    }
    for x in inputs:
        want = in_float64(graph, x)
        for name, program in programs.items():
            same_output(program.run(x), want, f"{name}: the output of {short(graph)}")


@pytest.mark.points(1)
def test_edges_of_graphs(student, rng):
    """extremes, wrong graphs and inputs, memory of both"""
    given, w, b = student.given, drawn_numbers(rng, 4, 6), drawn_numbers(rng, 6)
    cases = (
        [("input",)],
        [("input",), ("relu", 0)],
        [("input",), ("softmax", 0)],
        [("input",), ("add", 0, 0), ("add", 1, 0)],
        [("input",), ("linear", 0, w, b), ("linear_softmax", 0, w, b), ("add", 1, 1)],
        [("input",), ("linear", 0, w, b), ("relu", 1), ("softmax", 0)],
        [("input",), ("linear_relu", 0, w, b), ("softmax", 1), ("linear_softmax", 0, w, b), ("relu", 3), ("add", 2, 4)],
    )
    for graph, names in (
        (cases[-1], [node[0] for node in cases[-1]]),
        ([*cases[4][:2], ("softmax", 1), ("relu", 2)], ["input", "linear_softmax", "relu"]),
    ):
        fused = student.fuse(graph)
        check.kind(fused, list)
        check.that(all(type(node) is tuple and node for node in fused), f"a node of {short(graph)} fused is no tuple")
        check.equal([node[0] for node in fused], names, f"the operations of {short(graph)} fused")
    for graph, mode in itertools.product(cases, ("Runner", "Compiled")):
        program = student.function(mode)(graph, (3, 4))
        # The second and third are so large that exp of them is infinite, or 0.
        for shift in (0, 1e4, -1e4, 0):
            x = drawn_numbers(rng, 3, 4) + np.float32(shift)
            if shift:
                x[1] = [1e4, -1e4, 0, 90]
            got, (after,) = program.run.inout(x)
            check.close(got, in_float64(graph, x)[-1].astype("f4"), rtol=1e-3, atol=1e-4, what=f"{mode}: {short(graph)}")
            check.equal(after, x, f"{mode}: the input of {short(graph)} after the run")
        check.that(not given.overlaps(program, x), f"{mode}: the output of {short(graph)} lies in the memory of the input")
        for other in (x[:2], x[:, :3].copy(), x.astype("f8"), np.zeros((3, 5), "f4"), np.zeros((4, 4), "f4")):
            with check.raises("ValueError"):
                program.run(other)
        want = in_float64(graph, x)[-1].astype("f4")
        check.close(given.run_view(program, x), want, rtol=1e-3, atol=1e-4, what=f"{mode}: {short(graph)}, x being a view,")
        for wrong, node in (
            ([], 0),
            ([("linear", 0, w, b)], 0),
            ([("input",), ("linear", 0, w, b), ("relu", 1), ("relu", -1)], 3),
            ([("input",), ("linear", 0, w, b), ("relu", 1), ("add", 2, 0)], 3),
            ([("input",), ("linear", 0, w.T.copy(), b)], 1),
            ([("input",), ("linear_relu", 0, w, b[:4])], 1),
            ([("input",), ("relu", 0), ("softmax", 1), ("input",)], 3),
            ([("input", 0)], 0),
            ([("input",), ("gelu", 0), ("gelu", 1)], 1),
            ([("input",), ("linear", 0, w, b[None])], 1),
            ([("input",), ("linear", 0, w, b[:, None])], 1),
            ([("input",), ("linear", 0, w[:, :, None], b)], 1),
            ([("input",), ("linear", 0, w[:, :1], b[:1]), ("add", 0, 1)], 2),
            ([("input",), ("linear", 0, w)], 1),
            ([("input",), ("linear", 0, w, b, b)], 1),
            ([("input",), ("softmax",)], 1),
            ([("input",), ("relu", 0, 0)], 1),
            ([("input",), ("add", 0)], 1),
            ([("input",), ("add", 0, 2), ("relu", 1)], 1),
        ):
            found = given.refused(student.function(mode), wrong, (3, 4))
            check.that(found == node, f"{mode} of [{short(wrong)}]: GraphError should name node {node}, but it is {found}")
    for mode in ("Runner", "Compiled"):
        found = given.side_by_side(student.function(mode), list(cases), x)
        for graph, got in zip(cases, found, strict=True):
            want = in_float64(graph, x)[-1].astype("f4")
            check.close(
                got, want, rtol=1e-3, atol=1e-4, what=f"{mode}: the output of {short(graph)}, when others have run too,"
            )
    wide = [("input",), ("linear", 0, drawn_numbers(rng, 512, 512), drawn_numbers(rng, 512))]
    held = given.bytes_held(student.Runner, wide, (2, 512))
    check.that(held <= 256 << 10, f"Runner: two values of 4 KiB take {held >> 10} KiB; are the weights, 1 MiB, copied?")
    chain = [("input",), *[("relu", i) for i in range(30)]]
    held = given.bytes_held(student.Runner, chain, (512, 128))
    check.that(held <= 700 << 10, f"Runner: a chain of values of 256 KiB takes {held >> 10} KiB; two of them are enough")
    graph = given.network(4, 64)
    for mode in ("Runner", "Compiled"):
        program, batches = student.function(mode)(graph, (512, 64)), drawn_numbers(rng, 3, 512, 64)
        used = given.bytes_of_a_run(program, batches[0])
        check.that(used <= 64 << 10, f"{mode}: a run allocates {used >> 10} KiB; a value is 128 KiB")
        check.equal(len(set(given.addresses(program, batches))), 1, f"{mode}: how many addresses the output has in 3 runs")
        # All weights together are 80 KiB; x has to be kept in one place, the value at work in a second and a third.
        held = given.bytes_held(student.function(mode), graph, (512, 64))
        check.that(held <= 800 << 10, f"{mode}: a network of 15 nodes of 128 KiB takes {held >> 10} KiB; 5 values fit in 800")


@pytest.mark.points(1)
def test_edges_of_chains(student, rng):
    """chains: order, constants, compiled once"""
    given, x, b = student.given, drawn_numbers(rng, 257), drawn_numbers(rng, 257)
    infinite = float("inf")
    cases = (
        [],
        [("clip", 1.0, -1.0), ("add_vector",)],
        [("clip", 0.5, infinite), ("clip", -infinite, 0.75), ("sub", 3)],
        # The same operations as the next but one, and as the next, in another order or with other numbers.
        [("mul", 2.0), ("relu",), ("sub", 0.5)],
        [("sub", 0.5), ("relu",), ("mul", 2.0)],
        [("mul", -2.0), ("relu",), ("sub", 0.25)],
        [("add_vector",), ("add_vector",), ("mul", 0.001), ("add", 1e8), ("sub", 1e8), ("add", 0.5)],
    )
    # Twice, as what was compiled before must not come back in another's place.
    for ops in (*cases, *cases):
        want = x.copy()
        for operation, *constants in ops:
            low, high = {"relu": (0, infinite), "clip": constants}.get(operation, (-infinite, infinite))
            factor = np.float32(constants[0] if operation == "mul" else 1)
            term = {"add_vector": b, "add": np.float32([*constants, 0][0]), "sub": -np.float32([*constants, 0][0])}
            want = (np.minimum(np.maximum(want, low), high) * factor + term.get(operation, np.float32(0))).astype("f4")
        got, *after = given.apply(student.compile_chain, ops, x, b)
        # In float32 nothing is left of a number to which 1e8 was added.
        check.close(got, want, rtol=1e-5, atol=1e-6, what=f"the answer for {ops}")
        check.equal(after, [x, b], f"x and b after {ops}")
    check.close(given.apply_in_place(student.compile_chain, cases[3], x.copy(), b), in_place(x), rtol=1e-5, atol=1e-6)
    for size in (0, 1, 5000):
        some = drawn_numbers(rng, size)
        check.equal(given.apply(student.compile_chain, [("relu",)], some, some)[0], np.where(some > 0, some, np.float32(0)))
    ops, more = [("mul", 0.5)], [("relu",), ("sub", 1)]
    got = given.apply_longer(student.compile_chain, ops, more, x, b)
    check.close(
        got, np.maximum(x / 2, 0) - np.float32(1), rtol=1e-5, atol=1e-6, what=f"the answer for {ops}, then {more} added,"
    )
    # Numbers that differ by very little; some, nothing, and what is clipped.
    some = np.float32([1, 0, 100, -100])
    for factor, less, low, high in (
        (1, 0, -8, 8),
        (1 + 2**-23, 0, -8, 8),
        (1, 1e-9, -8, 8),
        (1, 0, -8 - 2**-20, 8),
        (1, 0, -8, 8 + 2**-20),
    ):
        ops = [("mul", factor), ("sub", less), ("clip", low, high)]
        want = np.minimum(np.maximum(some * np.float32(factor) - np.float32(less), np.float32(low)), np.float32(high))
        check.equal(given.apply(student.compile_chain, ops, some, some)[0], want, f"the answer for {ops}")
    for ops, others in itertools.pairwise(cases):
        again = given.compiled_once(student.compile_chain, ops, others)
        check.that(again, f"{ops}, asked for again after {others}, is another function")


def in_place(x):
    return np.where(x > 0, 2 * x, 0).astype("f4") - np.float32(0.5)
