import runpy
from itertools import pairwise

import numpy as np
import pytest

from graders.course import ASSIGNMENTS
from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e9")
GIVEN = runpy.run_path(str(ASSIGNMENTS / "m5/given_e9.py"))


def norm(rng, n):
    mean, gain, shift = rng.normal(0, 1, (3, n)).astype("f4")
    return {"kind": "norm", "mean": mean, "var": rng.uniform(0.3, 3, n).astype("f4"), "gain": gain, "shift": shift}


def network(rng, inputs, *plan):
    """Layers with random numbers: a number in plan is a dense layer with so many units."""
    layers = []
    for each in plan:
        if isinstance(each, int):
            W = rng.normal(0, max(inputs, 1) ** -0.5, (inputs, each)).astype("f4")
            layers.append({"kind": "dense", "W": W, "b": rng.normal(0, 0.3, each).astype("f4")})
            inputs = each
        else:
            layers.append(norm(rng, inputs) if each == "norm" else {"kind": "relu"})
    return layers


def outputs(layers, x):
    """What comes out in double precision."""
    x = x.astype("f8")
    for layer in layers:
        if layer["kind"] == "dense":
            x = x @ layer["W"].astype("f8") + layer["b"]
        elif layer["kind"] == "norm":
            x = (x - layer["mean"]) / np.sqrt(layer["var"].astype("f8") + 1e-5) * layer["gain"] + layer["shift"]
        else:
            x = np.maximum(x, 0)
    return x


def like(got, want, what):
    """The same kinds of layers, and arrays of the same shapes, float32."""
    check.kind(got, list, what)
    check.equal([layer["kind"] for layer in got], [layer["kind"] for layer in want], f"the kinds of layers in {what}")
    for number, (layer, other) in enumerate(zip(got, want, strict=True)):
        check.equal(set(layer), set(other), f"the keys of layer {number} in {what}")
        for name in other.keys() - {"kind"}:
            check.array(layer[name], "f4", other[name].shape, f"{name} of layer {number} in {what}")


def near(got, want, what):
    most = float(np.abs(want).max(initial=1e-30))
    check.close(got, want, rtol=1e-4, atol=1e-5 * most, what=f"what comes out of {what}")


def changed(layers):
    """As given_e9.twice leaves them."""
    return [
        {name: part if name in ("kind", "var") else part * np.float32(-1.5) for name, part in layer.items()} for layer in layers
    ]


def folded(plan):
    """The plan without the norms that go into a dense layer."""
    left = []
    for each in plan:
        if each != "norm" or not left or not isinstance(left[-1], int):
            left.append(each)
    return left


PLANS = [
    (4,),
    (4, "norm", "norm", "relu", 3),
    ("norm", 4, "norm", 3),
    ("norm", "norm", "relu", "norm", 4, "relu", "norm", "relu", 2, "norm", "norm", 3),
    (3, 4, "norm", 2, 5),
    ("relu", 4, "norm", "relu", "relu", "norm", "norm", 1),
    (1, "norm", "relu", 1, "norm", "norm", "norm", 2),
    (0, "norm", "relu", 3),
    (3, "relu", "norm", 3, "norm", "relu", 3),
]


@pytest.mark.points(1)
def test_networks_of_all_kinds(student, rng):
    """fold: any order, odd numbers, asked again"""
    for plan in PLANS:
        for inputs in (1, 6):
            whole, x = network(rng, inputs, *plan), rng.standard_normal((20, inputs), dtype="f4")
            got, shares, touched = student.given.same_arrays(student.fold, whole)
            what = f"what fold makes of {plan}"
            check.equal((shares, touched), (False, False), f"whether fold shares memory with {plan}, or changes it")
            like(got, network(rng, inputs, *folded(plan)), what)
            near(outputs(got, x), outputs(whole, x), what)
    check.equal(student.fold([]), [], "what fold makes of an empty list")
    for plan in (PLANS[1], PLANS[3], PLANS[8]):
        whole, x = network(rng, 5, *plan), rng.standard_normal((20, 5), dtype="f4")
        first, second, kept = student.given.twice(student.fold, whole)
        for got, want in ((first, whole), (second, changed(whole)), (kept, whole)):
            near(outputs(got, x), outputs(want, x), f"what fold makes of {plan} before and after its numbers change")
    for name, value in (("gain", 0), ("gain", -2), ("var", 0), ("mean", 1000), ("shift", -1000), ("var", 1e12), ("var", 1e-6)):
        whole, x = network(rng, 5, 6, "norm", "relu", "norm", 4, "norm", 3), rng.standard_normal((20, 5), dtype="f4")
        for layer in whole:
            if layer["kind"] == "norm":
                layer[name][::2] = value
        near(outputs(student.fold(whole), x), outputs(whole, x), f"what fold makes of a network with a {name} of {value}")


def wanted(whole, layer, end, keep, seen, x):
    """What comes out for x if all other units of a layer, as they come to the layer `end`, have their mean over `seen`."""
    values = outputs(whole[:end], x)
    gone = np.setdiff1d(np.arange(values.shape[1]), keep)
    values[:, gone] = outputs(whole[:end], seen).mean(axis=0)[gone]
    return outputs(whole[end:], values)


def units(*numbers):
    return np.array(numbers, "i8")


@pytest.mark.points(1)
def test_units_of_all_kinds(student, rng):
    """without_units: all kinds, and what is refused"""
    for plan in (*PLANS, (9, "norm", "relu", "norm", "relu", 7, "relu", 5)):
        whole = network(rng, 5, *plan)
        at = [number for number, each in enumerate(plan) if isinstance(each, int)]
        for layer, end in pairwise(at):
            n = plan[layer]
            for keep in (np.arange(n), units(), np.arange(n)[1::2], np.arange(n)[-1:], np.sort(rng.permutation(n)[: n // 2])):
                for pictures in (1, 30):
                    seen, x = (rng.standard_normal((count, 5), dtype="f4") for count in (pictures, 20))
                    got, shares, touched = student.given.same_arrays(student.without_units, whole, layer, keep, seen)
                    what = f"without_units of {plan}, layer {layer}, {keep.tolist()}, {pictures} pictures"
                    check.equal((shares, touched), (False, False), f"whether memory is shared, or anything changed, {what}")
                    small = list(plan)
                    small[layer] = len(keep)
                    like(got, network(rng, 5, *small), what)
                    near(outputs(got, x), wanted(whole, layer, end, keep, seen, x), what)
    plan = (6, "norm", "relu", 5, "relu", 2)
    whole, seen, x = network(rng, 4, *plan), *rng.standard_normal((2, 30, 4), dtype="f4")
    for got in student.given.of_views(student.without_units, seen, whole, 0, units(1, 4)):
        near(outputs(got, x), wanted(whole, 0, 3, units(1, 4), seen, x), "without_units for views of pictures")
    first, second, kept = student.given.twice(student.without_units, whole, 3, units(0, 2), seen)
    for got, want in ((first, whole), (second, changed(whole)), (kept, whole)):
        near(outputs(got, x), wanted(want, 3, 5, units(0, 2), seen, x), "without_units before and after all numbers change")
    steady = [*network(rng, 1, 2, "relu", 2)]
    steady[0]["W"][:], steady[0]["b"][:] = 0.1, 0.1
    many = np.full((1_000_000, 1), 0.01, "f4")
    got = student.without_units(steady, 0, units(), many)
    near(outputs(got, many[:9]), wanted(steady, 0, 2, units(), many, many[:9]), "without_units for 1,000,000 pictures")

    for keep in (units(1, 0), units(2, 2), units(-1, 2), units(0, 6), units(-6), units(0, 1, 1, 5), units(1, 2)[None]):
        with check.raises("ValueError"):
            student.without_units(whole, 0, keep, seen)
    for keep in (units(1, 2).astype("i4"), np.array([1.0, 2.0]), [1, 2], np.array([True] * 6), np.array([])):
        with check.raises("TypeError"):
            student.without_units(whole, 0, keep, seen)
    for layer in (-1, -3, -6, 1, 2, 4, 5, 6, 100):
        with check.raises("ValueError"):
            student.without_units(whole, layer, units(0), seen)
    for pictures in (seen[:0], seen[:, :3], np.zeros((3, 5), "f4"), seen[0], seen[None], seen[:, :0]):
        with check.raises("ValueError"):
            student.without_units(whole, 0, units(0), pictures)
    for pictures in (seen.astype("f8"), seen.astype("f2"), seen.tolist(), seen.astype("i4")):
        with check.raises("TypeError"):
            student.without_units(whole, 0, units(0), pictures)
    behind = network(rng, 4, "norm", "relu", 3, "relu", 2)
    for pictures in (seen[:, :1], seen[:, :3], np.zeros((3, 5), "f4")):
        with check.raises("ValueError"):
            student.without_units(behind, 2, units(0), pictures)
    for value in (np.nan, np.inf, -np.inf):
        odd = seen.copy()
        odd[29, 3] = value
        for keep in (units(0), np.arange(6)):
            with check.raises("ValueError"):
                student.without_units(whole, 0, keep, odd)


def behind_norms(rng, whole):
    """The same answers, with norms in front and behind a relu, which no dense layer before them can take."""
    dense = [number for number, layer in enumerate(whole) if layer["kind"] == "dense"]
    layers = []
    for number, layer in enumerate(whole):
        if number in (dense[0], dense[-1]):
            extra = norm(rng, len(layer["W"]))
            extra["gain"] = np.where(np.abs(extra["gain"]) < 0.5, 1, extra["gain"]).astype("f4")
            factor = extra["gain"] / np.sqrt(extra["var"].astype("f8") + 1e-5)
            W = layer["W"] / factor[:, None]
            b = layer["b"] - (extra["shift"] - extra["mean"] * factor) @ W
            layers += [extra, {"kind": "dense", "W": W.astype("f4"), "b": b.astype("f4")}]
        else:
            layers.append(layer)
    return layers


def wider(rng, x):
    """Pictures with 156 numbers more, which say nothing."""
    return np.c_[x, rng.normal(0, 0.1, (len(x), 156)).astype("f4")]


def right(layers, x, y):
    return 100 * (outputs(layers, x).argmax(axis=1) == y).mean()


def loses_little(student, whole, small, x, y, what):
    """The answers of predict; at most a percentage point of accuracy may be lost."""
    got = student.predict(small, x)
    check.array(got, "i8", y.shape, f"what predict returns for {what}")
    lost = right(whole, x, y) - 100 * (got == y).mean()
    check.that(lost <= 1, f"{lost:.2f} percentage points are lost for {what}, on pictures that shrink has not seen")
    return got


def check_report(student, whole, small, data, what):
    """bytes, before, after and lost, as predict answers here; rounding may turn one picture in a thousand."""
    x, y = data["test"]
    got = student.report(whole, small, data)
    check.kind(got, dict, what)
    check.equal(set(got), {"bytes", "before", "after", "lost"}, f"the keys of {what}")
    check.equal(got["bytes"], len(small), f'"bytes" of {what}')
    for name in ("before", "after", "lost"):
        check.kind(got[name], float, f'"{name}" of {what}')
    check.close(
        got["before"], float(100 * (outputs(whole, x).argmax(axis=1) == y).mean()), rtol=1e-3, what=f'"before" of {what}'
    )
    check.close(got["after"], float(100 * (student.predict(small, x) == y).mean()), rtol=1e-3, what=f'"after" of {what}')
    check.that(abs(got["before"] - got["after"] - got["lost"]) < 1e-9, f'"lost" of {what} is not what "after" is lower')


@pytest.mark.points(1)
def test_smaller_networks(student, rng):
    """smaller networks: others, and odd pictures"""
    seed, pixels, classes = int(rng.integers(1 << 40)), rng.permutation(144), rng.permutation(8)
    pictures = [GIVEN["pictures"]([seed, number], n) for number, n in enumerate((2000, 4000, 2000, 8000))]
    parts = [(x[:, pixels].copy(), classes[y]) for x, y in pictures]
    data, (x, y) = dict(zip(("training", "validation", "test"), parts[:3], strict=True)), parts[3]
    whole = GIVEN["train"](*data["training"], seed, epochs=16)
    nonsense = rng.standard_normal((2000, 144), dtype="f4"), rng.integers(0, 8, 2000)
    small, after = student.shrink.inout(whole, data)
    check.equal(list(after), [whole, data], "network and data after shrink")
    check.kind(small, bytes, "what shrink returns")
    most = GIVEN["size"](whole) // 18
    check.that(len(small) <= most, f"the smaller network has {len(small):,} bytes, not {most:,} at most")
    student.close()
    got = loses_little(student, whole, small, x, y, "a network with its pixels in another order")
    for test in (nonsense, None):
        other = student.shrink(whole, {**data, "test": test})
        check.that(other == small, "for another test part, or asked again, shrink gives other bytes")

    odd, small_odd = behind_norms(rng, whole), b""
    wide = {part: (wider(rng, pixels), y) for part, (pixels, y) in data.items()}
    xs = wide["training"][0].astype("f8")
    W = np.linalg.lstsq(np.c_[xs, np.ones(len(xs))], np.eye(8)[data["training"][1]], rcond=None)[0].astype("f4")
    straight = [{"kind": "dense", "W": W[:-1].copy(), "b": W[-1].copy()}]
    for layers, known, seen, what in (
        (odd, data, x, "a network with norms that cannot be folded"),
        (straight, wide, wider(rng, x), "a network of one layer, and wide pictures"),
    ):
        other = student.shrink(layers, known)
        most = GIVEN["size"](layers) + 1000
        check.that(len(other) <= most, f"{what} has {len(other):,} bytes after shrink, not {most:,} at most")
        loses_little(student, layers, other, seen, y, what)
        small_odd = other if layers is odd else small_odd
        check.that(np.array_equal(student.predict(small, x), got), "predict changes its mind after other bytes")
        check_report(student, layers, other, known, f"the report on {what}")
    test = parts[3][0][:50], parts[3][1][:50]
    other = {"training": nonsense, "validation": nonsense, "test": test}
    check_report(student, whole, small, other, "the report with other parts that are nonsense")
    other = {"training": None, "validation": (nonsense[0][:0, :3].astype("f8"), None), "test": test}
    check_report(student, whole, small, other, "the report with other parts that do not fit")
    with check.raises("ValueError"):
        student.report(whole, small, {**data, "test": (x[:0], y[:0])})

    check.equal(student.predict(small, x[:0]), np.zeros(0, "i8"), "what predict returns for no picture")
    alone = np.array([student.predict(small, each[None])[0] for each in x[:40]])
    check.that((alone != got[:40]).sum() <= 1, "predict answers otherwise for pictures one by one than for many")
    for order in (np.arange(8000)[::-1], np.arange(4000), np.arange(0, 8000, 7)):
        check.that(
            (student.predict(small, x[order]) != got[order]).mean() <= 0.002, "other pictures beside one change its class"
        )
    for extreme in (1e6, -1e6):
        beside = x[:400].copy()
        beside[7, ::2] = extreme
        answer = np.delete(student.predict(small, beside), 7)
        changed = (answer != np.delete(got[:400], 7)).sum()
        check.that(changed <= 2, f"{changed} of 399 pictures change their class if one beside them has pixels of {extreme:.0e}")
    for views in student.given.of_views(student.predict, x[:500], small):
        check.array(views, "i8", (500,), "what predict returns for views")
        check.that((views != got[:500]).sum() <= 1, "predict answers otherwise for views of the same pictures")
    for extreme in (1e6, -1e6, 0.0, -0.0):
        answer = student.predict(small, np.full((3, 144), extreme, "f4"))
        check.array(answer, "i8", (3,), f"what predict returns for pixels of {extreme}")
        check.that(bool(((answer >= 0) & (answer < 8)).all()), "there are 8 classes, and predict has named another")
    for value in (np.nan, np.inf, -np.inf):
        bad = x[:9].copy()
        bad[8, 143] = value
        with check.raises("ValueError"):
            student.predict(small, bad)
    for bad in (x[:9, :143], np.zeros((2, 145), "f4"), x[0], x[:2][None], x[:0, :3], np.zeros((3, 0), "f4"), x[:9, :1]):
        with check.raises("ValueError"):
            student.predict(small, bad)
    for bad in (x[:9, :1], x[:9, :143], x[:0, :3]):
        with check.raises("ValueError"):
            student.predict(small_odd, bad)
    for bad in (x[:3].astype("f8"), x[:3].tolist(), x[:3].astype("i4")):
        with check.raises("TypeError"):
            student.predict(small, bad)
    for end in (0, 1, 2, 10, 40, 500, len(small) // 2, len(small) - 100, len(small) - 1):
        with check.raises("ValueError"):
            student.predict(small[:end], x[:3])
    for bad in (None, "text", np.frombuffer(small, "u1"), [small]):
        with check.raises("TypeError"):
            student.predict(bad, x[:3])
