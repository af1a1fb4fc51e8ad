import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e7")


def networks(rng, P, I, H, O):  # noqa: E741
    """W1, b1, W2, b2 and x for P networks."""
    shapes = (P, H, I), (P, H), (P, O, H), (P, O), (P, I)
    return tuple(rng.normal(0, 0.7, shape).astype("f4") for shape in shapes)


def by_hand(W1, b1, W2, b2, x):
    """The answers in double precision, as float32: network by network, slowly."""
    answers = np.zeros(b2.shape)
    for p, numbers in enumerate(x.astype("f8")):
        hidden = [max(0.0, float(row @ numbers) + float(b)) for row, b in zip(W1[p], b1[p], strict=True)]
        answers[p] = [np.tanh(float(row @ np.array(hidden)) + float(b)) for row, b in zip(W2[p], b2[p], strict=True)]
    return answers.astype("f4")


def chosen(fitness, u):
    """Whom each u chooses: walks along the line."""
    ends = np.cumsum(fitness)
    return np.array([next((k for k, end in enumerate(ends) if place * ends[-1] < end)) for place in u], "i8")


@pytest.mark.points(1)
def test_forward(student, rng):
    """every network answers its own input"""
    for P, I, H, O in ((1, 1, 1, 1), (3, 2, 4, 1), (5, 9, 12, 2), (4, 4, 4, 4)):  # noqa: E741
        args = networks(rng, P, I, H, O)
        check.close(student.forward(*args), by_hand(*args), rtol=1e-4, atol=1e-5, what=f"{P} networks of {I}, {H} and {O}")


@pytest.mark.points(1)
def test_roulette(student, rng):
    """the wheel stops where it should"""
    fitness = np.array([1.0, 0.0, 2.0, 1.0])
    u = np.array([0.0, 0.125, 0.25, 0.5, 0.625, 0.75, 0.875, 0.25])
    check.equal(student.roulette(fitness, u), np.array([0, 0, 2, 2, 2, 3, 3, 2]))
    fitness, u = rng.random(30), rng.random(200)
    check.equal(student.roulette(fitness, u), chosen(fitness, u), "whom 200 numbers choose of 30")


@pytest.mark.points(1)
def test_nobody_without_fitness(student):
    """0 and almost 1 choose somebody with a fitness"""
    last = np.nextafter(1.0, 0.0)
    check.equal(student.roulette(np.array([0.0, 0, 3, 0, 1, 0]), np.array([0.0, last, 0.75])), np.array([2, 4, 4]))
    check.equal(student.roulette(np.array([5.0]), np.array([0.5, 0.0])), np.array([0, 0]))
    check.equal(student.roulette(np.array([0.5, 0.5]), np.zeros(0)), np.zeros(0, "i8"))
    for fitness in ([0.0, 0.0], [1.0, -1.0, 2.0], [1.0, np.nan]):
        with check.raises("ValueError"):
            student.roulette(np.array(fitness), np.array([0.5]))


def following(genomes, fitness, rng, elite, rate, sigma):
    """(the next generation, how far each gene may be off), child by child."""
    count, genes = len(genomes) - elite, genomes.shape[1]
    u, coins, dice = rng.random((count, 2)), rng.random((count, genes)), rng.random((count, genes))
    noise = rng.standard_normal((count, genes), dtype="f4")
    best = sorted(range(len(genomes)), key=lambda k: -fitness[k])[:elite]
    answer, off = genomes.astype("f8"), np.zeros(genomes.shape)
    answer[:elite] = genomes[best]
    for child, parents in enumerate(chosen(fitness, u.reshape(-1)).reshape(count, 2)):
        for gene in range(genes):
            mine = float(genomes[parents[0 if coins[child, gene] < 0.5 else 1], gene])
            change = sigma * float(noise[child, gene]) if dice[child, gene] < rate else 0.0
            answer[elite + child, gene] = mine + change
            off[elite + child, gene] = 1e-6 * max(abs(mine), abs(change)) if change else 0.0
    return answer.astype("f4"), off


def like(answer, want, off, what):
    check.array(answer, "f4", want.shape, what)
    wrong = np.abs(answer.astype("f8") - want) > off
    wrong |= ~np.isfinite(answer)
    at = tuple(map(int, np.argwhere(wrong)[0])) if wrong.any() else (0, 0)
    check.that(not wrong.any(), f"{what} is wrong at {at}", f"expected {want[at]:g}   got {answer[at]:g}")


@pytest.mark.points(1)
def test_the_fittest(student):
    """the fittest go on as they are, the fittest first"""
    genomes = np.arange(12, dtype="f4").reshape(6, 2)
    fitness = np.array([1.0, 4, 0, 4, 2, 0.5])
    found = student.given.generations(student.evolve, genomes, fitness, 3, 4, 0.5, 1.0)
    check.array(found["answers"][0], "f4", (6, 2), "the next generation")
    check.equal(found["answers"][0][:4], genomes[[1, 3, 4, 0]], "the first 4 of the next generation")
    found = student.given.generations(student.evolve, genomes, fitness, 3, 6, 0.5, 1.0)
    check.equal(found["answers"][0], genomes[[1, 3, 4, 0, 5, 2]], "the next generation when elite is 6")


@pytest.mark.points(1)
def test_evolve(student, rng):
    """children are what the numbers make of parents"""
    for seed, (P, G, elite, rate, sigma) in enumerate(((5, 3, 1, 0.0, 1.0), (8, 4, 2, 0.5, 0.25), (6, 5, 0, 1.0, 2.0))):
        genomes, fitness = rng.normal(0, 1, (P, G)).astype("f4"), rng.random(P)
        found = student.given.generations(student.evolve, genomes, fitness, seed, elite, rate, sigma)
        again = np.random.default_rng(seed)
        like(
            found["answers"][0], *following(genomes, fitness, again, elite, rate, sigma), f"generation of {P} with seed {seed}"
        )
        check.equal(found["next"], float(again.random()), "the number that rng draws after evolve")


@pytest.mark.perf(steps={4: 1, 10: 3})
def test_race_of_networks(student, rng):
    """1,000 networks, against one after the other"""

    def right(answer, W1, b1, W2, b2, x):
        check.array(answer, "f4", b2.shape)
        some = rng.integers(0, len(x), 30)
        want = by_hand(*(each[some] for each in (W1, b1, W2, b2, x)))
        check.close(answer[some], want, rtol=1e-4, atol=1e-5, what="what 30 of the networks answer")

    student.race("forward", lambda: networks(rng, 1000, 9, 12, 2), against="one_by_one", verify=right)


@pytest.mark.perf(steps={2.5: 1, 5: 3})
def test_race_of_roulettes(student, rng):
    """4,000 numbers among 4,000 individuals, raced"""
    # Whole numbers and places that are exact: nothing is left to rounding.
    make = lambda: (rng.integers(0, 1000, 4000).astype("f8"), rng.random(4000, dtype="f4").astype("f8"))  # noqa: E731
    student.race("roulette", make, against="from_the_first_on")
