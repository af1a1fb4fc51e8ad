"""m0.e7: a population of small networks, and one generation of their evolution.

given_e7 has the yardsticks of the two races. numpy is all you need; numba is allowed. All arrays are contiguous and stay as
they are, and every answer is a new array.
"""

import numpy as np


def forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What P networks answer, each to an input of its own: float32 of shape (P, O). This is one of the two that race.

    Network p has weights and biases of its own, and its answer is
        tanh(W2[p] @ relu(W1[p] @ x[p] + b1[p]) + b2[p])
    where relu(z) is z where z is positive, and else 0. All are float32: W1 of shape (P, H, I), b1 (P, H), W2 (P, O, H),
    b2 (P, O), x (P, I). P may be 0, the other sizes are 1 or more, and any of them may be equal. All numbers are finite, and
    so are all sums in float32.

    Against double precision it is right to 1e-4 of the answer, and no less than 1e-5, where the absolute values of what is
    added up for an answer come to no more than 30; where to more, to 0.01. The sums may be as large as 10,000. It races
    with 1,000 networks, I = 9, H = 12 and O = 2, against a loop over the networks.
    """
    raise NotImplementedError


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, which of n individuals it chooses: int64 of shape (m,). This is the other one that races.

    fitness is float64 of shape (n,), u float64 of shape (m,) with numbers from 0 to below 1, in any order, which may repeat;
    m may be 0. Individual k owns a stretch as long as its fitness on a line of the length of the whole sum:
        from fitness[0] + … + fitness[k - 1]   to below   fitness[0] + … + fitness[k]
    and u chooses the owner of the place u * (fitness[0] + … + fitness[n - 1]). So a border belongs to the one that begins
    there, and nobody with a fitness of 0 is ever chosen: not the first by u = 0, and not the last by the largest number below
    1, for which u times the sum may round up to the sum. That chooses the last one whose fitness is not 0.

    All of it in float64, where a place so near to a border that rounding decides (a part in 10**12 of the sum) may belong to
    either of the two beside it; where all sums and products are exact, so is the answer. The sum does not overflow.

    Raises ValueError where a fitness is negative, infinite or not a number, and where the sum is 0 (also: n is 0), even if m
    is 0. It races with 4,000 individuals and 4,000 numbers, against a compiled search from the first on.
    """
    raise NotImplementedError


def evolve(
    genomes: np.ndarray, fitness: np.ndarray, rng: np.random.Generator, elite: int, rate: float, sigma: float
) -> np.ndarray:
    """The next generation, float32 of shape (P, G).

    genomes is float32 of shape (P, G), one individual a row, P and G 1 or more; fitness is float64 of shape (P,). First come
    the `elite` fittest, unchanged, the fittest first; of equally fit ones the earlier one is first. elite is from 0 to P.
    Then come C = P - elite children. rng draws for all of them at once, in this order, whatever the numbers are, also
    if C or rate is 0:
        u = rng.random((C, 2))                           roulette of u[:, 0] is the mother, of u[:, 1] the father
        coins = rng.random((C, G))                       a gene is the mother's where the coin is below 0.5, else the father's
        dice = rng.random((C, G))                        a gene changes where the die is below rate
        noise = rng.standard_normal((C, G), dtype="f4")  and then sigma * noise is added to it
    Mother and father may be the same. rate is from 0 to 1, sigma 0 or more; sigma may be rounded to float32, and the genes
    that change are right to 1e-6 of the larger of the gene before and the change; all others are exactly the parent's.

    Raises ValueError where roulette does, also if C is 0, and draws nothing then. After the call rng has drawn what stands
    above, and nothing else: the same seed is the same evolution.
    """
    raise NotImplementedError
