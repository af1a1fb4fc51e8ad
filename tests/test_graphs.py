"""Computational graphs (m1.e6): the same network in the immediate mode, in the solution's two, and in torch."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.course import find_module, solution_of
from graders.hidden.m1.test_e6_computational_graphs import in_float64, networks
from graders.judge.student import Student
from guide.m1.figures._torch_network import Chain, Network


@pytest.fixture(scope="module")
def solved() -> Iterator[Student]:
    """The solution, in a worker as a student's file."""
    module = find_module("m1")
    exercise = module.exercise("m1.e6")
    student = Student(exercise, solution_of(module, exercise))
    yield student
    student.close()


def by_torch(module: torch.nn.Module, *args: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return module(*map(torch.tensor, args)).numpy()


def agree_with_torch(solved: Student, graph: list, x: np.ndarray, atol: float) -> None:
    want = by_torch(Network(graph), x)
    # Rounding is relative to the largest value on the way.
    largest = max(1.0, *(float(np.abs(value).max()) for value in in_float64(graph, x)))
    fused = solved.fuse(graph)
    got = {
        "immediate": solved.given.immediate(graph, x),
        "immediate, fused": solved.given.immediate(fused, x),
        "runner": solved.Runner(graph, x.shape).run(x),
        "runner, fused": solved.Runner(fused, x.shape).run(x),
        "compiled": solved.Compiled(graph, x.shape).run(x),
        "torch, fused": by_torch(Network(fused), x),
    }
    for mode, output in got.items():
        assert output.dtype == np.float32
        np.testing.assert_allclose(output, want, rtol=5e-4, atol=atol * largest, err_msg=mode)


@settings(max_examples=60)
@given(drawn=networks())
def test_random_networks_agree_with_torch(solved, drawn):
    graph, inputs = drawn
    for x in inputs:
        agree_with_torch(solved, graph, x, 3e-6)


@pytest.mark.parametrize(("depth", "width", "rows"), [(32, 16, 16), (3, 200, 7), (2, 3, 1)])
def test_the_network_of_the_race_agrees_with_torch(solved, depth, width, rows):
    x = np.random.default_rng(depth).standard_normal((rows, width), "f4")
    agree_with_torch(solved, solved.given.network(depth, width), x, 1e-7)


numbers = st.floats(-3, 3, width=32)
chains = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["mul", "add", "sub"]), numbers),
        st.sampled_from([("relu",), ("add_vector",)]),
        st.tuples(numbers, numbers).map(lambda ends: ("clip", min(ends), max(ends))),
    ),
    max_size=7,
)


@settings(max_examples=15)  # each is compiled
@given(ops=chains)
def test_random_chains_agree_with_torch(solved, ops):
    x, b = np.random.default_rng(len(ops)).standard_normal((2, 500), "f4")
    # Bit by bit, but for the sign of zero: all of them do the same in float32, one operation after the other.
    want = by_torch(Chain(ops), x, b)
    np.testing.assert_array_equal(solved.given.immediate_chain(ops, x, b), want)
    np.testing.assert_array_equal(solved.given.apply(solved.compile_chain, ops, x, b)[0], want)
