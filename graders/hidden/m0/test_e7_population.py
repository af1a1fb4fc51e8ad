import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e7")

LAST = np.nextafter(1.0, 0.0)


def exact(W1, b1, W2, b2, x):
    W1, b1, W2, b2, x = (each.astype("f8") for each in (W1, b1, W2, b2, x))
    hidden = np.maximum(np.einsum("phi,pi->ph", W1, x) + b1, 0)
    return np.tanh(np.einsum("poh,ph->po", W2, hidden) + b2).astype("f4")


def networks(rng, P, I, H, O, scale=1.0):  # noqa: E741
    shapes = (P, H, I), (P, H), (P, O, H), (P, O), (P, I)
    return tuple((scale * rng.normal(0, 1 / shape[-1] ** 0.5, shape)).astype("f4") for shape in shapes)


def near(answer, args, what):
    check.close(answer, exact(*args), rtol=1e-4, atol=1e-5, what=what)


@pytest.mark.points(1)
def test_networks(student, rng):
    """networks of all sizes, also equal ones; in any order; asked again"""
    any_networks(student)
    check.equal(student.forward(*networks(rng, 0, 3, 4, 2)), np.zeros((0, 2), "f4"), "what no network answers")
    for sign in (1, -1):
        for size in (3.0, 10.0, 50.0):
            args = tuple(np.full(shape, size, "f4") for shape in ((4, 3, 2), (4, 3), (4, 2, 3), (4, 2), (4, 2)))
            args = (*args[:2], sign * args[2], sign * args[3], args[4])
            got = student.forward(*args)
            check.close(got, np.full((4, 2), sign, "f4"), rtol=0.01, what=f"the answer where all numbers are {size}")
    args = networks(rng, 40, 7, 7, 7)
    order = rng.permutation(40)
    near(student.forward(*(each[order] for each in args)), [each[order] for each in args], "40 networks in another order")
    first, second = student.given.answered_twice(student.forward, *(each.copy() for each in args))
    near(first, args, "the first answer, looked at after the second,")
    near(second, (*args[:4], -args[4]), "the answer for inputs that changed in place")


@settings(max_examples=40)
@example(P=5, I=5, H=5, O=5, scale=1.0, seed=1)
@example(P=1, I=30, H=1, O=1, scale=1.0, seed=2)
@given(
    P=st.integers(1, 20),
    I=st.integers(1, 30),
    H=st.integers(1, 30),
    O=st.integers(1, 9),
    scale=st.sampled_from([0.1, 1.0, 3.0]),
    seed=st.integers(0, 1 << 32),
)
def any_networks(student, P, I, H, O, scale, seed):  # noqa: E741
    args = networks(np.random.default_rng(seed), P, I, H, O, scale)
    answer, after = student.forward.inout(*args)
    near(answer, args, f"{P} networks of {I}, {H} and {O}")
    check.equal(list(after), list(args), "the arrays after forward")


def on_the_wheel(answer, fitness, u, what):
    """Each owner's stretch holds the place, or is as near to it as rounding may be wrong; nobody's fitness is 0."""
    check.array(answer, "i8", (len(u),), what)
    if not len(u):
        return
    check.that(bool(((answer >= 0) & (answer < len(fitness))).all()), f"{what}: there is nobody with such a number")
    check.that(bool((fitness[answer] > 0).all()), f"{what}: somebody is chosen whose fitness is 0")
    ends = np.cumsum(fitness.astype(np.longdouble))
    place, hair = u * ends[-1], 1e-12 * ends[-1]
    wrong = (place < ends[answer] - fitness[answer] - hair) | (place >= ends[answer] + hair)
    at = int(wrong.argmax())
    check.that(not wrong.any(), f"{what}: u[{at}], {u[at]:.17g}, chooses {answer[at]}, whose stretch is elsewhere")


@pytest.mark.points(1)
def test_wheels(student, rng):
    """wheels of all kinds, and numbers on all borders; what is no wheel"""
    any_wheel(student)
    whole = np.array([0, 4, 0, 0, 8, 4, 0], "f8")
    u = np.array([LAST, 0.75, 0.25, 0, 0.25, 0.75 - 2**-30, 2**-60, 0.25 - 2**-40, LAST])
    check.equal(student.roulette(whole, u), np.array([5, 5, 4, 1, 4, 4, 1, 1, 5]), "who is chosen on the borders")
    for n in range(2, 60, 2):
        check.equal(student.roulette(np.ones(n), np.array([0.5])), np.array([n // 2]), f"the border in the middle of {n} ones")
    # In float32 this sum stays at 2**24, and in float64 each has its own place.
    large = np.concatenate([[float(1 << 24)], np.ones(1 << 12), [0.0]])
    u = (float(1 << 24) + np.arange(1 << 12)) / large.sum()
    on_the_wheel(student.roulette(large, u), large, u, "one large stretch and many small ones")
    many, u = rng.random(100_000), rng.random(100_000)
    on_the_wheel(student.roulette(many, u), many, u, "100,000 numbers among 100,000")
    for size in (3, 7, 10, 49, 1000):
        tenths = np.full(size, 0.1)
        on_the_wheel(student.roulette(tenths, np.full(3, LAST)), tenths, np.full(3, LAST), f"the largest number among {size}")
    for unit in (1e-300, 1e300):
        fitness = unit * np.array([0, 1.0, 3.0, 0])
        check.equal(student.roulette(fitness, np.array([0, 0.2, 0.3, LAST])), np.array([1, 1, 2, 2]), f"stretches of {unit:g}")
    least = 5e-324 * np.array([0, 1.0, 3.0, 0])  # the largest number below 1, times their sum, is their sum
    check.equal(
        student.roulette(least, np.array([LAST, 0, LAST])), np.array([2, 1, 2]), "stretches of the least number there is"
    )
    fitness, u = np.array([1.0, 0, 0, 3.0]), np.array([0.125, 0.5, 0.8])
    answers = student.given.chosen_thrice(student.roulette, fitness, u)
    check.equal(
        answers, [np.array(each) for each in ([0, 3, 3], [0, 0, 3], [0, 3, 3])], "three answers for one array, turned round"
    )
    (_, after) = student.roulette.inout(fitness, u)
    check.equal(list(after), [fitness, u], "the arrays after roulette")
    for bad in (
        [],
        [0.0],
        [0.0] * 5,
        [-1.0, 5.0],
        [3.0, -0.5],
        [np.inf, 1.0],
        [1.0, np.nan],
        [np.nan],
        [-np.inf, 1],
        [-1.0, 1.0],
    ):
        for u in (np.array([0.3]), np.zeros(0)):
            with check.raises("ValueError"):
                student.roulette(np.array(bad), u)


@settings(max_examples=60)
@example(weights=[0, 0, 1], unit=0.1, seed=0)
@given(
    weights=st.lists(st.sampled_from([0, 0, 1, 1, 2, 7]), min_size=1, max_size=12).filter(any),
    unit=st.sampled_from([1.0, 0.1, 1e-9, 1e15]),
    seed=st.integers(0, 1 << 32),
)
def any_wheel(student, weights, unit, seed):
    fitness = unit * np.array(weights, "f8")
    u = np.random.default_rng(seed).permutation(np.concatenate([[0.0, LAST], np.random.default_rng(seed).random(20)]))
    on_the_wheel(student.roulette(fitness, u), fitness, u, f"a wheel of {fitness.tolist()}")
    if unit == 1.0:
        steps = np.arange(16) / 16
        whole = np.array([*weights, 16 * len(weights) * 8 - sum(weights)], "f8")[::-1].copy()
        place = steps * whole.sum()
        want = np.array([int(np.argmax(np.cumsum(whole) > each)) for each in place])
        check.equal(student.roulette(whole, steps), want, f"a wheel of {whole.tolist()} and sixteenths")


def following(genomes, fitness, rng, elite, rate, sigma):
    """(the next generation, how far each gene may be off)."""
    shape = len(genomes) - elite, genomes.shape[1]
    u, coins, dice, noise = (
        rng.random((shape[0], 2)),
        rng.random(shape),
        rng.random(shape),
        rng.standard_normal(shape, dtype="f4"),
    )
    ends = np.cumsum(fitness)
    who = np.minimum(np.searchsorted(ends, u * ends[-1], side="right"), np.flatnonzero(fitness)[-1])
    parents = np.where(coins < 0.5, genomes[who[:, 0]], genomes[who[:, 1]]).astype("f8")
    changes = np.where(dice < rate, sigma * noise.astype("f8"), 0.0)
    best = np.lexsort((np.arange(len(fitness)), -fitness))[:elite]
    off = np.where(changes != 0, 1e-6 * np.maximum(abs(parents), abs(changes)), 0.0)
    return np.concatenate([genomes[best], (parents + changes).astype("f4")]), np.concatenate([np.zeros((elite, shape[1])), off])


@pytest.mark.points(1)
def test_generations(student, rng):
    """generation after generation, for all kinds of populations"""
    any_population(student)
    genomes = rng.normal(0, 1, (5, 3)).astype("f4")
    for bad in (np.zeros(5), np.array([1.0, 2, -1, 0, 0]), np.array([1.0, np.nan, 0, 0, 0]), np.array([np.inf, 1, 1, 1, 1])):
        for elite in (0, 2, 5):
            found = student.given.generations(student.evolve, genomes, bad, 9, elite, 0.5, 0.1)
            check.equal(found["answers"], ["ValueError"], f"what evolve makes of a fitness of {bad.tolist()}, elite={elite}")
            check.equal(found["next"], float(np.random.default_rng(9).random()), "the number that rng draws after a ValueError")


@settings(max_examples=40)
@example(P=1, G=1, elite=1, levels=1, rate=0.0, sigma=0.0, seed=0, count=3)
@example(P=9, G=2, elite=9, levels=2, rate=1.0, sigma=1.0, seed=1, count=2)
@example(P=30, G=7, elite=0, levels=9, rate=0.3, sigma=0.0, seed=2, count=2)
@given(
    P=st.integers(1, 20),
    G=st.integers(1, 9),
    elite=st.integers(0, 20),
    levels=st.sampled_from([1, 2, 100]),
    rate=st.sampled_from([0.0, 0.1, 0.5, 1.0]),
    sigma=st.sampled_from([0.0, 0.1, 3.0]),
    seed=st.integers(0, 1 << 32),
    count=st.integers(1, 3),
)
def any_population(student, P, G, elite, levels, rate, sigma, seed, count):
    rng, elite = np.random.default_rng([seed, 1]), min(elite, P)
    genomes, fitness = rng.normal(0, 2, (P, G)).astype("f4"), rng.integers(0, levels + 1, P).astype("f8")
    fitness[rng.integers(P)] = levels
    found = student.given.generations(student.evolve, genomes, fitness, seed, elite, rate, sigma, count)
    again = np.random.default_rng(seed)
    for number, answer in enumerate(found["answers"], 1):
        want, off = following(genomes, fitness, again, elite, rate, sigma)
        what = f"generation {number} of {P} with {G} genes each, elite={elite}, rate={rate}, sigma={sigma},"
        check.array(answer, "f4", want.shape, what)
        wrong = ~(np.abs(answer.astype("f8") - want) <= off)
        at = tuple(map(int, np.argwhere(wrong)[0])) if wrong.any() else (0, 0)
        check.that(not wrong.any(), f"{what} is wrong at {at}", f"expected {want[at]:g}   got {answer[at]:g}")
    check.equal(found["next"], float(again.random()), "the number that rng draws afterwards")
    check.equal([found["genomes"], found["fitness"]], [genomes, fitness], "genomes and fitness after evolve")
