"""m0.e7: a population of small networks, and one generation of their evolution."""

import numpy as np


def forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What P networks answer: a product of matrices for all of them at once, twice."""
    hidden = np.matmul(W1, x[:, :, None])[:, :, 0]
    hidden += b1
    np.maximum(hidden, 0, out=hidden)
    answers = np.matmul(W2, hidden[:, :, None])[:, :, 0]
    answers += b2
    return np.tanh(answers, out=answers)


def _line(fitness: np.ndarray) -> np.ndarray:
    """Where each individual's stretch ends. Raises ValueError for what is no fitness, and where nobody has any."""
    if not (np.isfinite(fitness).all() and (fitness >= 0).all()):
        raise ValueError("every fitness should be a finite number, 0 or more")
    ends = np.cumsum(fitness)
    if not len(ends) or ends[-1] == 0:
        raise ValueError("somebody should have a fitness above 0")
    return ends


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted(ends, u * ends[-1], side="right")
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])


def evolve(
    genomes: np.ndarray, fitness: np.ndarray, rng: np.random.Generator, elite: int, rate: float, sigma: float
) -> np.ndarray:
    """The next generation: the fittest as they are, then children of two parents each."""
    _line(fitness)
    children, genes = len(genomes) - elite, genomes.shape[1]
    u = rng.random((children, 2))
    coins, dice = rng.random((children, genes)), rng.random((children, genes))
    noise = rng.standard_normal((children, genes), dtype=np.float32)
    mothers, fathers = genomes[roulette(fitness, u[:, 0])], genomes[roulette(fitness, u[:, 1])]
    following = np.empty_like(genomes)
    following[:elite] = genomes[np.argsort(-fitness, kind="stable")[:elite]]
    child = np.where(coins < 0.5, mothers, fathers)
    following[elite:] = np.where(dice < rate, child + np.float32(sigma) * noise, child)
    return following
