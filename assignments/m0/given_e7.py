"""Given for m0.e7: the yardsticks of the two races. Yours to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


def one_by_one(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The yardstick of forward: one network after the other, in numpy."""
    answers = np.empty(b2.shape, np.float32)
    for p in range(len(x)):
        hidden = np.maximum(W1[p] @ x[p] + b1[p], 0)
        answers[p] = np.tanh(W2[p] @ hidden + b2[p])
    return answers


@njit
def _scan(fitness, u, chosen):
    whole = 0.0
    for each in fitness:
        whole += each
    for i in range(len(u)):
        place, end = u[i] * whole, 0.0
        for k in range(len(fitness)):
            end += fitness[k]
            if place < end:
                chosen[i] = k
                break


def from_the_first_on(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The yardstick of roulette: compiled, walks along the line for every u. It takes what is no fitness as it comes."""
    chosen = np.zeros(len(u), np.int64)
    _scan(fitness, u, chosen)
    return chosen


# For the tests: a generator of random numbers cannot travel, and arrays change between calls on this side of the wire.


def generations(
    evolve: Callable[..., Any],
    genomes: np.ndarray,
    fitness: np.ndarray,
    seed: int,
    elite: int,
    rate: float,
    sigma: float,
    count: int = 1,
) -> dict[str, Any]:
    """What evolve makes of genomes, `count` times with one generator; what that draws next; and what it was given."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(count):
        try:
            found.append(evolve(genomes, fitness, rng, elite, rate, sigma))
        except ValueError:
            found.append("ValueError")
    answers = [each if isinstance(each, str) else np.array(each) for each in found]
    for each in found:
        if isinstance(each, np.ndarray) and not np.shares_memory(each, genomes):
            each[...] = np.nan
    return {"answers": answers, "next": float(rng.random()), "genomes": genomes, "fitness": fitness}


def chosen_thrice(roulette: Callable[..., Any], fitness: np.ndarray, u: np.ndarray) -> list[Any]:
    """The answers of roulette, for the same array turned round in place, and again; kept, and looked at in the end."""
    answers = []
    for _ in range(3):
        answers.append(roulette(fitness, u))
        fitness[:] = fitness[::-1].copy()
    return answers


def answered_twice(forward: Callable[..., Any], *args: np.ndarray) -> list[Any]:
    """The answers of forward, and those after all inputs have changed their signs in place; both looked at in the end."""
    first = forward(*args)
    for _ in range(3):  # answers may take turns in a few buffers
        args[-1][...] *= -1
        second = forward(*args)
    return [first, second]
