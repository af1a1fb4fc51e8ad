import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e5")

STEPS = st.sampled_from([1, 1, 2, -1, -3])
DTYPES = {"encode2": "u2", "encode3": "u4", "decode3": "u8"}


def in_turn(columns, width):
    """The codes of places with this many bits along every axis."""
    codes = np.zeros(len(columns[0]), "u8")
    for axis, column in enumerate(columns):
        for i in range(width):
            codes |= (column.astype("u8") >> np.uint64(i) & np.uint64(1)) << np.uint64(len(columns) * i + axis)
    return codes


def right(name, inputs):
    if name == "decode3":
        places = [np.zeros(len(inputs[0]), "u4") for _ in range(3)]
        for axis, place in enumerate(places):
            for i in range(21):
                place |= ((inputs[0] >> np.uint64(3 * i + axis) & np.uint64(1)) << np.uint64(i)).astype("u4")
        return tuple(places)
    return in_turn(inputs, 16).astype("u4") if name == "encode2" else in_turn(inputs, 21)


def inputs_of(rng, name, n, low=0, high=None):
    dtype = DTYPES[name]
    high = 1 << 8 * np.dtype(dtype).itemsize if high is None else high
    columns = {"encode2": 2, "encode3": 3, "decode3": 1}[name]
    return [rng.integers(low, high, n, dtype=dtype, endpoint=False) for _ in range(columns)]


@pytest.mark.points(1)
def test_any_codes(student, rng):
    """all kinds of places and codes, and what is none"""
    any_places(student)
    every = np.arange(1 << 16, dtype="u2")
    check.equal(student.encode2(every, every[::-1].copy()), right("encode2", (every, every[::-1])), "65,536 codes in a plane")
    for name, dtype in DTYPES.items():
        call = student.function(name)
        inputs = inputs_of(rng, name, 70_001)
        check.equal(call(*inputs), right(name, inputs), f"{name} of 70,001, with all bits")
        one_bit = (np.uint64(1) << np.arange(np.dtype(dtype).itemsize * 8, dtype="u8")).astype(dtype)
        for axis in range(len(inputs)):
            axes = [one_bit if axis == other else np.zeros_like(one_bit) for other in range(len(inputs))]
            check.equal(call(*axes), right(name, axes), f"{name} of single bits")
        inputs = inputs_of(rng, name, 40)
        first, second, apart = student.given.answered_twice(call, *(each.copy() for each in inputs))
        check.equal(first, right(name, inputs), f"the first answer of {name}, looked at after the second,")
        turned = [inputs[0][::-1], *inputs[1:]]
        check.equal(second, right(name, turned), f"the answer of {name} for an array that changed in place")
        check.that(apart, f"answers of {name} share memory with others, or with the input")
        refused(student, name, inputs, dtype)


def refused(student, name, inputs, dtype):
    call, size = student.function(name), np.dtype(dtype).itemsize
    for axis in range(len(inputs)):
        for other in (f"i{size}", "u4" if dtype != "u4" else "u8", "f8", "b1", "u1", np.dtype(dtype).newbyteorder()):
            for n in (40, 0):
                wrong = [each[:n].astype(other) if axis == place else each[:n] for place, each in enumerate(inputs)]
                with check.raises("TypeError"):
                    call(*wrong)
        with check.raises("TypeError"):
            call(*(each.tolist() if axis == place else each for place, each in enumerate(inputs)))
        shorter = (0, 1, 39)
        shapes = [inputs[axis].reshape(shape) for shape in ((40, 1), (1, 40), (4, 10))]
        for bad in [inputs[axis][:n] for n in shorter] * (len(inputs) > 1) + shapes:
            with check.raises("ValueError"):
                call(*(bad if axis == place else each for place, each in enumerate(inputs)))
    for shape in ((0, 3), (3, 0)):
        with check.raises("ValueError"):
            call(*(np.zeros(shape, dtype) for _ in inputs))


@settings(max_examples=50)
@example(name="encode2", n=0, step=1, few=False, seed=0)
@example(name="encode3", n=0, step=2, few=False, seed=0)
@example(name="decode3", n=0, step=-1, few=False, seed=0)
@example(name="encode2", n=9, step=2, few=False, seed=0)
@example(name="encode3", n=9, step=2, few=False, seed=0)
@example(name="decode3", n=9, step=-1, few=False, seed=0)
@given(name=st.sampled_from(list(DTYPES)), n=st.integers(0, 40), step=STEPS, few=st.booleans(), seed=st.integers(0, 99))
def any_places(student, name, n, step, few, seed):
    inputs = inputs_of(np.random.default_rng(seed), name, n, high=9 if few else None)
    got, unchanged = student.given.on_views(student.function(name), step, *inputs)
    check.equal(got, right(name, inputs), f"{name} of {n} (arrays are views a[::{step}])")
    check.that(unchanged, f"what {name} was given is not as it was any more (arrays are views a[::{step}])")


def in_order(points, bits):
    away = points.astype("f8") - points.min(axis=0).astype("f8")
    side = away.max()
    cells = np.minimum(np.floor(away / (side or 1.0) * 2.0**bits), 2**bits - 1).astype("u8")
    return np.argsort(in_turn(cells.T, 21), kind="stable")


@pytest.mark.points(1)
def test_any_points(student, rng):
    """points of all kinds in one order, and what is none"""
    any_cloud(student)
    grid = 49 * np.stack(np.meshgrid(*[np.arange(9)] * 3, indexing="ij"), axis=-1).reshape(-1, 3).astype("f4")
    for unit in (1, 2.0**-20, 2.0**90):
        for bits in (1, 3, 4):
            points = rng.permutation(grid) * np.float32(unit)
            check.equal(
                student.sort_points(points, bits), in_order(points, bits), "the order of points on the borders of cells"
            )
    thirds = (np.arange(3000).reshape(-1, 3) % 97 / 96 * 3.3 - 1.1).astype("f4")
    for bits in (5, 10, 21):
        check.equal(student.sort_points(thirds, bits), in_order(thirds, bits), f"the order of 1,000 points with {bits} bits")
    largest, least = np.finfo("f4").max, np.float32(1e-45)
    for points in (
        [[largest, 0, 0], [-largest, 0, 0], [0, largest, -largest], [1, 1, 1]],
        [[3 * least, 0, 0], [least, 0, 0], [0, 2 * least, 0], [0, 0, 4 * least]],
        [[0.0, 0, 0], [-0.0, 0, 0], [0.0, -0.0, 1], [-0.0, 0.0, 0]],
        [[1e30, 1, 0], [1e30, 0, 5], [1e30, 2, 2]],
        [[16777216.0, 0, 0], [-1.5, 0, 0], [-1.0, 0, 0], [0.5, 0, 0], [8388607.0, 0, 0], [8388608.0, 0, 0]],
    ):
        for bits in (1, 2, 21):
            array = np.array(points, "f4")
            check.equal(student.sort_points(array, bits), in_order(array, bits), f"the order of {points}, {bits} bits")
    many = rng.normal(0, 1, (100_000, 3)).astype("f4")
    check.equal(student.sort_points(many, 9), in_order(many, 9), "the order of 100,000 points")
    points = rng.normal(0, 1, (50, 3)).astype("f4")
    first, second, apart = student.given.answered_twice(student.sort_points, points.copy(), 5)
    check.equal(first, in_order(points, 5), "the first order, looked at after the second,")
    check.equal(second, in_order(points[::-1], 5), "the order of points that changed in place")
    check.that(apart, "answers of sort_points share memory")
    no_cloud(student, points)


def no_cloud(student, points):
    for bits in (0, -1, 22, 64):
        for each in (points, points[:0], points[:1]):
            with check.raises("ValueError"):
                student.sort_points(each, bits)
    for bad in (np.nan, np.inf, -np.inf):
        for row, axis in ((0, 0), (20, 1), (49, 2)):
            holed = points.copy()
            holed[row, axis] = bad
            with check.raises("ValueError"):
                student.sort_points(holed, 8)
        with check.raises("ValueError"):
            student.sort_points(np.full((1, 3), bad, "f4"), 8)
    for other in ("f8", "f2", "i4", "u4"):
        for each in (points, points[:0]):
            with check.raises("TypeError"):
                student.sort_points(each.astype(other), 8)
    with check.raises("TypeError"):
        student.sort_points(points.tolist(), 8)
    for shape in ((150,), (75, 2), (3, 50), (1, 50, 3), (50, 3, 1)):
        with check.raises("ValueError"):
            student.sort_points(points.reshape(shape), 8)
    for shape in ((0,), (0, 2), (3, 0)):
        with check.raises("ValueError"):
            student.sort_points(np.zeros(shape, "f4"), 8)


@settings(max_examples=50)
@example(n=0, bits=1, step=1, levels=1, scale=1.0, seed=0)
@example(n=1, bits=21, step=1, levels=1, scale=1.0, seed=0)
@example(n=40, bits=3, step=1, levels=1, scale=7.0, seed=0)
@example(n=300, bits=1, step=1, levels=50, scale=1.0, seed=0)
@given(
    n=st.integers(0, 60),
    bits=st.integers(1, 21),
    step=STEPS,
    levels=st.sampled_from([1, 3, 10, 10_000]),
    scale=st.sampled_from([1e-38, 0.3, 1.0, 1e34]),
    seed=st.integers(0, 99),
)
def any_cloud(student, n, bits, step, levels, scale, seed):
    rng = np.random.default_rng(seed)
    points = ((rng.integers(0, levels, (n, 3)) - levels // 3) * scale * rng.choice([0.1, 1, 3], 3)).astype("f4")
    got, unchanged = student.given.on_views(student.sort_points, step, points, bits)
    want = in_order(points, bits) if n else np.zeros(0, "i8")
    check.equal(got, want, f"the order of {n} points (bits = {bits}, points = a[::{step}])")
    check.that(unchanged, f"the points are not as they were any more (points = a[::{step}])")
