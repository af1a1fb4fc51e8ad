import functools
import importlib.util

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e6")

RACED = [["conv", 3, 16], ["norm", 16], ["relu"], ["pool"], ["conv", 16, 8], ["norm", 8], ["relu"], ["mean"], ["linear", 8, 10]]


@functools.cache
def given(path):
    """The given file in this process, which no student's code has seen."""
    spec = importlib.util.spec_from_file_location("given_e6_of_the_judge", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def images(rng, n, side=32):
    """Images that differ in contrast and in colour."""
    noise = rng.standard_normal((n, 3, side, side)) * rng.uniform(0.2, 2, (n, 3, 1, 1)) + rng.standard_normal((n, 3, 1, 1))
    return noise.astype("f4")


def softmax(scores):
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).astype("f4")


def near(got, scores, what):
    check.close(got, softmax(scores), rtol=1e-5, atol=1e-5, what=what)


def right(student, net, x, modes, what):
    """Both functions, one after the other, and what they leave behind."""
    seed = int(x[:1].sum() * 1000) % 1000
    found = student.given.report(student.optimise, student.predict, net, seed, x, modes)
    scores = given(student.exercise.given).truth(net, seed, x)
    for name, answer in found["answers"].items():
        near(answer, scores, f"{name}, {what}")
    check.close(
        found["scores"], scores.astype("f4"), rtol=1e-5, atol=1e-5 * float(abs(scores).max()), what=f"optimise(net)(x), {what}"
    )
    check.that(not found["faults"], f"{', and '.join(found['faults'])}: {what}")


@pytest.mark.points(1)
def test_answers(student, rng):
    """the same answers, and the network as it was"""
    for modes in ("eval", "train", "mixed"):
        right(student, ["seq", *RACED], images(rng, 5), modes, f"a network in {modes} mode")
    dropping = ["seq", ["conv", 3, 8], ["relu"], ["dropout"], ["mean"], ["linear", 8, 4]]
    right(student, dropping, images(rng, 3, 12), "train", "a network with dropout")


@pytest.mark.points(1)
def test_folded(student, rng):
    """no batch norm is left, where one can be folded"""
    for net, left, what in (
        (["seq", *RACED], 0, "plain layers"),
        (
            ["seq", ["seq", *RACED[:3]], ["sum", ["seq", ["conv", 16, 8], ["norm", 8]], ["conv", 16, 8]], *RACED[-2:]],
            0,
            "a sum",
        ),
        (["seq", ["norm", 3], *RACED], 1, "a batch norm in front"),
    ):
        x = images(rng, 4, 16)
        found = student.given.counted(student.optimise, student.predict, net, 3, x)
        near(found["answer"], given(student.exercise.given).truth(net, 3, x), f"the answer of a network with {what}")
        check.that(
            found["norms"] <= left, f"{found['norms']} batch norms ran in predict(optimise(net), x): a network with {what}"
        )
        right(student, net, x, "train", f"a network with {what}")


@pytest.mark.points(1)
def test_at_once(student, rng):
    """one batch, no gradients, and nobody waits"""
    x = images(rng, 7, 16)
    found = student.given.counted(student.optimise, student.predict, ["seq", ["watch"], *RACED], 4, x)
    near(found["answer"], given(student.exercise.given).truth(["seq", *RACED], 4, x), "the answer for 7 images")
    seen = found["seen"]
    check.that(len(seen) <= 1, f"the network was called {len(seen)} times for 7 images")
    for call in seen:
        check.equal(call["images"], 7, "the number of images in the one call")
        check.that(not call["grad"], "gradients were on while the network ran")
    check.that(found["numbers"] == 0, f"predict looked at a single number of a tensor {found['numbers']} times")


@pytest.mark.perf(steps={1.6: 2, 4: 4})
def test_faster_than_one_at_a_time(student, rng):
    """32 images, beside one at a time"""
    make = lambda: (student.optimise, images(rng, 32))  # noqa: E731
    student.race("predict", make, against="one_at_a_time", through="raced", rtol=1e-5, atol=1e-5)
