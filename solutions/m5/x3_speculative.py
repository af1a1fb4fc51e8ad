"""m5.x3: accept a guess as often as the large model would have said it, and draw from what is missing where it is not."""

import numpy as np
from given_x3 import Reader


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    """Rounds of one call of the large model each, until there are enough tokens."""
    _check(large, small, prompt, count, drafts)
    large.forget(0)
    small.forget(0)
    known = prompt.tolist()
    end = len(known) + count
    while len(known) < end:
        guessed, chances = _guess(small, known, min(drafts, end - len(known) - 1), rng)
        rows = large.read((known + guessed)[large.length :])
        known += _accepted(guessed, chances, rows[len(rows) - len(guessed) - 1 :], rng)
        # The last token is always a new one; of those before it, the readers may know more than has become of them.
        for reader in (large, small):
            reader.forget(min(reader.length, len(known) - 1))
    return np.array(known[len(prompt) :], np.int64)


def _guess(small: Reader, known: list[int], guesses: int, rng: np.random.Generator) -> tuple[list[int], list[np.ndarray]]:
    """Tokens that the small model would write next, and the row from which each was drawn."""
    guessed: list[int] = []
    chances: list[np.ndarray] = []
    for _ in range(guesses):
        chances.append(small.read((known + guessed)[small.length :])[-1])
        guessed.append(_drawn(chances[-1], rng))
    return guessed, chances


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    """The guesses up to the first that is not accepted, and one token more."""
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.maximum(rows[i] - chance, 0), rng)]
    return [*guessed, _drawn(rows[-1], rng)]


def _drawn(weights: np.ndarray, rng: np.random.Generator) -> int:
    """A token, each with a probability in proportion to its weight; never one with weight 0."""
    upto = np.cumsum(weights)
    return int(np.searchsorted(upto, rng.random() * upto[-1], side="right"))


def _check(large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int) -> None:
    if type(prompt) is not np.ndarray or prompt.dtype != np.int64:
        raise TypeError("the prompt should be a numpy array of int64")
    if prompt.ndim != 1 or len(prompt) == 0 or count < 0 or drafts < 0:
        raise ValueError("a prompt with one dimension and some tokens, and numbers that are 0 or more")
    if large.vocabulary != small.vocabulary or prompt.min() < 0 or prompt.max() >= large.vocabulary:
        raise ValueError("tokens that do not exist")
    if len(prompt) + count > min(large.places, small.places):
        raise ValueError(f"{len(prompt)} tokens and {count} more are too many")
