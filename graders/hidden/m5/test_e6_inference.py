import functools
import importlib.util

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e6")

END = [["relu"], ["mean"], ["linear", 8, 10]]
GROUPS = {"groups": 4, "bias": False}
FOLDABLE = {
    "groups": [["conv", 3, 8], ["relu"], ["conv", 8, 8, GROUPS], ["norm", 8]],
    "a filter for each channel": [["conv", 3, 8], ["conv", 8, 8, {"groups": 8, "padding": 1}], ["norm", 8]],
    "strides": [["conv", 3, 8, {"stride": 2, "padding": 1}], ["norm", 8]],
    "dilation": [["conv", 3, 8, {"dilation": 2, "bias": False}], ["norm", 8]],
    "reflections at the border": [["conv", 3, 8, {"padding": 1, "padding_mode": "reflect"}], ["norm", 8]],
    "a circular border": [["conv", 3, 8, {"padding": (2, 1), "padding_mode": "circular"}], ["norm", 8]],
    "padding that keeps the size": [["conv", 3, 8, {"padding": "same", "kernel_size": 5}], ["norm", 8]],
    "long filters": [["conv", 3, 8, {"kernel_size": (1, 5), "bias": False}], ["norm", 8]],
    "points": [["conv", 3, 8, {"kernel_size": 1}], ["norm", 8]],
    "a large eps": [["conv", 3, 8], ["norm", 8, {"eps": 0.5}]],
    "a small eps": [["conv", 3, 8, {"bias": False}], ["norm", 8, {"eps": 1e-12}]],
    "no weights": [["conv", 3, 8], ["norm", 8, {"affine": False}]],
    "no weights at all": [["conv", 3, 8, {"bias": False}], ["norm", 8, {"affine": False}]],
    "a channel that never varied": [["conv", 3, 8], ["flat norm", 8]],
    "a sequence in a sequence": [["seq", ["seq", ["conv", 3, 8], ["norm", 8], ["relu"]], ["conv", 8, 8], ["norm", 8]]],
    "a sum": [["conv", 3, 8], ["sum", ["seq", ["conv", 8, 8], ["norm", 8]], ["seq", ["conv", 8, 8], ["norm", 8], ["tanh"]]]],
    "the same sequence twice": [
        ["conv", 3, 8],
        ["named", "a", ["seq", ["conv", 8, 8, {"padding": 1}], ["norm", 8], ["relu"]]],
        ["again", "a"],
    ],
    "two layers with one weight": [
        ["conv", 3, 8],
        ["named", "a", ["conv", 8, 8]],
        ["norm", 8],
        ["tanh"],
        ["tied", "a", ["conv", 8, 8]],
        ["norm", 8],
    ],
    "one weight, with a batch norm and without": [
        ["conv", 3, 8],
        ["named", "a", ["conv", 8, 8, {"bias": False}]],
        ["norm", 8],
        ["tanh"],
        ["tied", "a", ["conv", 8, 8]],
    ],
    "one bias, with a batch norm and without": [
        ["conv", 3, 8],
        ["named", "a", ["conv", 8, 8]],
        ["norm", 8],
        ["tanh"],
        ["tied bias", "a", ["conv", 8, 8]],
    ],
}
"""Beginnings of networks in which no batch norm may be left."""
OTHERS = {
    "a batch norm in front": [["norm", 3], ["conv", 3, 8, {"padding": 1}]],
    "a batch norm behind another": [["conv", 3, 8], ["norm", 8], ["norm", 8]],
    "a batch norm behind relu": [["conv", 3, 8], ["relu"], ["norm", 8]],
    "a batch norm behind pooling": [["conv", 3, 8], ["pool"], ["norm", 8]],
    "a batch norm behind dropout": [["conv", 3, 8], ["dropout"], ["norm", 8]],
    "a batch norm behind nothing": [["conv", 3, 8], ["nothing"], ["norm", 8]],
    "a batch norm before a convolution": [["conv", 3, 8], ["tanh"], ["norm", 8], ["conv", 8, 8, {"padding": 1}]],
    "a batch norm called first": [["conv", 3, 8], ["norm first", ["conv", 8, 8, {"padding": 1}], ["norm", 8]]],
    "a convolution that is looked at": [["conv", 3, 8], ["looked", ["conv", 8, 8], ["norm", 8]]],
    "layers that run backwards": [["conv", 3, 8], ["backwards", ["conv", 8, 8], ["norm", 8], ["tanh"]]],
    "a bent convolution": [["bent", 3, 8], ["norm", 8]],
    "half a batch norm": [["conv", 3, 8], ["halved", 8]],
    "statistics of the batch": [["conv", 3, 8], ["norm", 8, {"track_running_stats": False}]],
    "one convolution with two batch norms": [
        ["conv", 3, 8],
        ["named", "a", ["conv", 8, 8]],
        ["norm", 8],
        ["tanh"],
        ["again", "a"],
        ["norm", 8],
    ],
    "one convolution, with a batch norm and without": [
        ["conv", 3, 8],
        ["seq", ["named", "a", ["conv", 8, 8]], ["norm", 8], ["tanh"]],
        ["again", "a"],
    ],
    "one batch norm behind two convolutions": [
        ["conv", 3, 8],
        ["named", "n", ["norm", 8]],
        ["tanh"],
        ["conv", 8, 8],
        ["again", "n"],
    ],
    "one batch norm behind a convolution and relu": [["conv", 3, 8], ["named", "n", ["norm", 8]], ["relu"], ["again", "n"]],
    "a convolution that widens": [["conv", 3, 6], ["up", 6, 8, {"stride": 2}], ["norm", 8]],
    "a group norm": [["conv", 3, 8], ["group norm", 4, 8], ["relu"], ["conv", 8, 8], ["norm", 8]],
    "dropout by hand": [["conv", 3, 8], ["norm", 8], ["dropping"]],
    "an empty sequence": [["seq"], ["conv", 3, 8], ["norm", 8], ["seq"]],
    "no batch norm": [["conv", 3, 8]],
    "a convolution that stands in another module as well": [
        ["conv", 3, 8],
        ["seq", ["named", "a", ["conv", 8, 8]], ["norm", 8], ["tanh"]],
        ["sum", ["again", "a"], ["conv", 8, 8]],
    ],
    "a batch norm that stands in another module as well": [
        ["conv", 3, 8],
        ["seq", ["conv", 8, 8], ["named", "n", ["norm", 8]], ["tanh"]],
        ["sum", ["again", "n"], ["nothing"]],
    ],
    "a module that asks for views": [["viewed"], ["conv", 3, 8], ["norm", 8], ["viewed"]],
    "a layer that writes into its input": [["relu in place"], ["conv", 3, 8], ["norm", 8], ["relu in place"]],
}
"""Beginnings of networks that have to stay right."""


@functools.cache
def given(path):
    spec = importlib.util.spec_from_file_location("given_e6_of_the_judge", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def images(rng, n, side=12):
    noise = rng.standard_normal((n, 3, side, side)) * rng.uniform(0.2, 2, (n, 3, 1, 1)) + rng.standard_normal((n, 3, 1, 1))
    return noise.astype("f4")


def softmax(scores):
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).astype("f4")


def near(got, scores, what):
    check.close(got, softmax(scores), rtol=1e-5, atol=1e-5, what=what)


def right(student, net, seed, x, modes, what):
    found = student.given.report(student.optimise, student.predict, net, seed, x, modes)
    scores = given(student.exercise.given).truth(net, seed, x)
    for name, answer in found["answers"].items():
        near(answer, scores, f"{name}, {what}")
    check.close(
        found["scores"], scores.astype("f4"), rtol=1e-5, atol=1e-5 * float(abs(scores).max()), what=f"optimise(net)(x), {what}"
    )
    check.that(not found["faults"], f"{', and '.join(found['faults'])}: {what}")


@pytest.mark.points(1)
def test_all_that_can_be_folded(student, rng):
    """options of convolutions and batch norms"""
    for i, (what, begin) in enumerate(FOLDABLE.items()):
        net, seed, x = ["seq", *begin, *END], int(rng.integers(1 << 30)), images(rng, 3)
        found = student.given.counted(student.optimise, student.predict, net, seed, x)
        near(found["answer"], given(student.exercise.given).truth(net, seed, x), f"the answer of a network with {what}")
        check.that(found["norms"] == 0, f"{found['norms']} batch norms ran in predict(optimise(net), x): {what}")
        right(student, net, seed, x, ("train", "eval", "mixed")[i % 3], f"a network with {what}")


@pytest.mark.points(1)
def test_what_cannot_be_folded(student, rng):
    """layers that cannot be folded stay right"""
    for i, (what, begin) in enumerate(OTHERS.items()):
        right(
            student,
            ["seq", *begin, *END],
            int(rng.integers(1 << 30)),
            images(rng, 4),
            ("train", "eval", "mixed")[i % 3],
            f"a network with {what}",
        )
    flat = ["seq", ["flatten"], ["linear", 48, 8], ["norm1", 8], ["linear", 8, 3]]
    right(student, flat, 5, images(rng, 6, 4), "train", "a network without convolutions")
    right(student, ["constant"], 5, images(rng, 6, 4), "eval", "a network that gives what it holds")
    whole = ["norm first", ["seq", ["conv", 3, 8], ["norm", 8], *END], ["norm", 3]]
    right(student, whole, 6, images(rng, 2), "mixed", "a network that is no Sequential")


@pytest.mark.points(1)
def test_borders(student, rng):
    """sizes, views, large scores, NaN, errors, settings"""
    net = ["seq", *FOLDABLE["groups"], *END]
    true = given(student.exercise.given).truth
    for n, side in ((0, 12), (1, 12), (2, 9), (33, 6), (100, 5)):
        x = images(rng, n, side + 3)[:, :, :-3].copy()
        if n:
            right(student, net, n, x, "mixed", f"{n} images of {side} x {side + 3}")
        found = student.given.counted(student.optimise, student.predict, ["seq", ["watch"], *net[1:]], n, x)
        check.array(found["answer"], "f4", (n, 10), f"the answer for {n} images")
        check.that(len(found["seen"]) <= 1, f"the network was called {len(found['seen'])} times for {n} images")
        check.that(not any(call["grad"] for call in found["seen"]), f"gradients were on for {n} images")
        check.that(found["numbers"] == 0, f"predict looked at a single number {found['numbers']} times, for {n} images")
    x = images(rng, 5)
    for each in (net, ["seq", ["relu in place"], *net[1:]], ["seq", ["viewed"], *net[1:]]):
        for name, answer in student.given.of_views(student.optimise, student.predict, each, 7, x).items():
            near(answer, true(each, 7, x), f"the answer for images that are {name}")
    large(student, net, images(rng, 60), true)
    holes(student, net, x, true)
    later(student, net, x, true)
    modes_and_places(student, x, true)
    failing = student.given.of_failing(student.optimise, student.predict, x)
    check.equal(failing["error"], "this network does not work", "the error of a network that raises one")
    check.that(failing["same"], "after an error, the network or a setting of torch is not as it was")
    for name, answer in student.given.at_large(student.optimise, student.predict, net, 10, x).items():
        near(answer, true(net, 10, x), f"the answer where the caller has chosen: {name}")
    for function, args, error in (
        (student.predict, ("net", x.astype("f8")), "TypeError"),
        (student.predict, ("net", x.astype("f2")), "TypeError"),
        (student.predict, ("net", (x * 50).astype("u1")), "TypeError"),
        (student.predict, ("net", x.tolist()), "TypeError"),
        (student.predict, ("net", None), "TypeError"),
        (student.predict, (3, x), "TypeError"),
        (student.predict, (None, x), "TypeError"),
        (student.predict, ("net", x[0]), "ValueError"),
        (student.predict, ("net", x[None]), "ValueError"),
        (student.predict, ("net", x[:, :1]), "ValueError"),
        (student.predict, ("net", np.ones((5, 12, 12, 3), "f4")), "ValueError"),
        (student.predict, ("net", np.ones((0, 4, 12, 12), "f4")), "ValueError"),
        (student.optimise, (None,), "TypeError"),
        (student.optimise, (x,), "TypeError"),
    ):
        got = student.given.refused(function, *args)
        check.that(got == error, f"{error} was to be raised, and not {got or 'nothing'}", f"arguments: {args!r}"[:150])


def later(student, net, x, true):
    """Calls one after the other, and networks and images that change in between."""
    found = student.given.later(student.optimise, student.predict, net, 8, x)
    check.equal(found["kept"], found["first"], "an answer, as it was before other calls")
    for name, what in (
        ("first", "an answer, after other calls"),
        ("as it is", "the answer of the network as it is"),
        ("twice", "the answer of a network that was optimised twice"),
        ("again", "the answer of the optimised network, after the original was trained further"),
    ):
        near(found[name], true(net, 8, x), what)
    near(found["turned"], true(net, 8, x[::-1]), "the answer for images in another order")
    near(found["black"], true(net, 8, x * 0), "the answer for an array that holds other images now")
    for name, what in (
        ("trained, as it is", "the answer of a network after it was trained further"),
        ("trained", "the answer of a network that was trained further and optimised again"),
        ("original", "the answer of the original, after the optimised network was written over"),
        ("other", "the answer of another network of the same kind"),
    ):
        near(found[name], true(net, 9, x), what)


def modes_and_places(student, x, true):
    """Each layer alone in another mode, also where it stands in two modules; and networks in which nothing is left to do."""
    conv, norm = ["conv", 8, 8, {"padding": 1}], ["norm", 8]
    shared = [["seq", ["named", "a", conv], ["named", "n", norm]], ["sum", ["again", "a"], ["seq", ["tanh"], ["again", "n"]]]]
    twice = ["seq", ["conv", 3, 8], *shared, *END]
    found = student.given.of_modes(student.optimise, student.predict, twice, 13, x)
    for answer in found["answers"]:
        near(answer, true(twice, 13, x), "an answer where one layer has another mode than the others")
    check.that(not found["faults"], f"{', and '.join(found['faults'])}: one layer has another mode than the others")
    for begin in ([["conv", 3, 8]], FOLDABLE["groups"], [["conv", 3, 8], ["tanh"], ["norm", 8]]):
        net = ["seq", *begin, *END]
        found = student.given.of_ready(student.optimise, student.predict, net, 14, x)
        for answer in found["answers"]:
            near(answer, true(net, 14, x), "the answer of a network that was optimised again, or before")
        check.that(not found["faults"], f"{', and '.join(found['faults'])}: a network in which nothing is left to do")


def large(student, net, x, true):
    """Scores of thousands: of images with a clear winner, one class has the probability 1."""
    scores = true(net, 11, x, 3000.0)
    ordered = np.sort(scores, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] > 100
    check.that(bool(clear.sum() > 10), "there should be images with a clear winner")
    found = student.given.report(student.optimise, student.predict, net, 11, x, "train", 3000.0)
    for name, answer in found["answers"].items():
        check.array(answer, "f4", (60, 10), f"{name}, large scores")
        near(answer[clear], scores[clear], f"{name}, scores up to {abs(scores).max():,.0f}")


def holes(student, net, x, true):
    """One image with NaN in it, and one with an infinity: what softmax makes of NaN is NaN; the others are as they were."""
    x = x.copy()
    x[1, 2, 3, 4], x[3, 0, 6, 6] = np.nan, np.inf
    found = student.given.report(student.optimise, student.predict, net, 12, x, "train")
    want = softmax(true(net, 12, x))
    check.that(bool(np.isnan(want[1]).all()), "NaN should make NaN")
    for name, answer in found["answers"].items():
        check.array(answer, "f4", want.shape, f"{name}, NaN and an infinity among the images")
        check.close(answer[[0, 1, 2, 4]], want[[0, 1, 2, 4]], rtol=1e-5, atol=1e-5, what=f"{name}, NaN in one of the images")
    check.that(not found["faults"], f"{', and '.join(found['faults'])}: NaN among the images")
