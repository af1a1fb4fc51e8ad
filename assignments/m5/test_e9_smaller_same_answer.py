import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e9")


def network(rng, inputs, *plan):
    """Layers with random numbers: a number in plan is a dense layer with so many units."""
    layers = []
    for each in plan:
        if isinstance(each, int):
            W = rng.normal(0, inputs**-0.5, (inputs, each)).astype("f4")
            layers.append({"kind": "dense", "W": W, "b": rng.normal(0, 0.3, each).astype("f4")})
            inputs = each
        elif each == "norm":
            mean, gain, shift = rng.normal(0, 1, (3, inputs)).astype("f4")
            var = rng.uniform(0.3, 3, inputs).astype("f4")
            layers.append({"kind": "norm", "mean": mean, "var": var, "gain": gain, "shift": shift})
        else:
            layers.append({"kind": "relu"})
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


@pytest.mark.points(1)
def test_fold(student, rng):
    """norms become part of dense layers"""
    for inputs, plan, folded in (
        (5, (4, "norm", "relu", 3), (4, "relu", 3)),
        (7, (6, "norm", "relu", 5, "norm", "relu", 2), (6, "relu", 5, "relu", 2)),
        (3, (4, "relu", "norm", 2), (4, "relu", "norm", 2)),
        (3, (4, "relu", 2), (4, "relu", 2)),
    ):
        whole, x = network(rng, inputs, *plan), rng.standard_normal((20, inputs), dtype="f4")
        got, shares, changed = student.given.same_arrays(student.fold, whole)
        check.equal((shares, changed), (False, False), f"whether fold shares memory with {plan}, or changes it")
        like(got, network(rng, inputs, *folded), f"what fold makes of {plan}")
        near(outputs(got, x), outputs(whole, x), f"what fold makes of {plan}")


def wanted(whole, layer, end, keep, seen, x):
    """What comes out for x if all other units of a layer, as they come to the layer `end`, have their mean over `seen`."""
    values = outputs(whole[:end], x)
    gone = np.setdiff1d(np.arange(values.shape[1]), keep)
    values[:, gone] = outputs(whole[:end], seen).mean(axis=0)[gone]
    return outputs(whole[end:], values)


@pytest.mark.points(1)
def test_without_units(student, rng):
    """units that go are replaced by their mean"""
    plan = (6, "norm", "relu", 5, "relu", 2)
    whole, seen, x = network(rng, 4, *plan), *rng.standard_normal((2, 30, 4), dtype="f4")
    for layer, end, keep in ((0, 3, [0, 2, 5]), (3, 5, [1, 4]), (0, 3, [3]), (3, 5, list(range(5)))):
        units = np.array(keep, "i8")
        got, shares, changed = student.given.same_arrays(student.without_units, whole, layer, units, seen)
        what = f"without_units(…, {layer}, {keep}, …)"
        check.equal((shares, changed), (False, False), f"whether {what} shares memory with the network, or changes it")
        small = list(plan)
        small[layer] = len(keep)
        like(got, network(rng, 4, *small), what)
        near(outputs(got, x), wanted(whole, layer, end, units, seen, x), what)


def right(answers, y, what):
    """The per cent of them that are right."""
    check.array(answers, "i8", y.shape, what)
    return float(100 * (answers == y).mean())


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


@pytest.mark.points(2)
def test_shrink(student, rng):
    """a network of 290 kB: bytes, and accuracy lost"""
    whole, data = student.given.trained(), student.given.data(20)
    small = student.shrink(whole, data)
    check.kind(small, bytes, "what shrink returns")
    most = student.given.size(whole) // 18
    check.that(len(small) <= most, f"the smaller network has {len(small):,} bytes, not {most:,} at most")
    student.close()  # Who predicts is another process, and knows nothing but the bytes.
    x, y = student.given.pictures([int(rng.integers(1 << 40))], 8000)
    before = right(outputs(whole, x).argmax(axis=1), y, "the network")
    after = right(student.predict(small, x), y, "what predict returns")
    lost = (
        f"{before - after:.2f} percentage points are lost on pictures that shrink has not seen, {before:.2f} to {after:.2f} %"
    )
    check.that(before - after <= 1, lost)
    check_report(student, whole, small, data, "the report")


@pytest.mark.perf(steps={1.2: 1, 1.5: 3})
def test_race(student, rng):
    """1,000 pictures, against the whole network"""
    small = student.shrink(student.given.trained(), student.given.data(20))
    known = {}

    def make():
        x, y = student.given.pictures([int(rng.integers(1 << 40))], 1000)
        known[x.tobytes()] = y
        return small, x

    def verify(answer, small, x):
        share = right(answer, known[x.tobytes()], "what predict returns")
        check.that(share >= 86, f"of 1,000 pictures, {share:.1f} % are right, not 86 % at least")

    student.race("predict", make, against="whole_network", verify=verify)
