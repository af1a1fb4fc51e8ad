"""Given for m5.x3: two small transformers, of which one is large, and readers that remember what they have read.

large, small = pair(seed=1)
rng = np.random.default_rng(2)
print(one_by_one(large, np.array([3, 1]), 20, rng), large.calls)

Weights are a dict of float64 arrays, for tokens 0 to vocabulary - 1 and d numbers for each: words (vocabulary, d),
places (places, d), head (d, vocabulary), and layers, a list of dicts: query, key, value, up and down, (d, d) each.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Weights = dict[str, Any]


class Reader:
    """A model that has read some tokens, and says how likely every token is to come next.

    What makes a large model slow is how often it is called, not how many tokens it reads in one go. This one counts its calls.
    """

    def __init__(self, weights: Weights, top: int = 0) -> None:
        """top: only so many tokens, the likeliest, are possible, and all others have probability 0; 0 is all of them."""
        self._weights, self._top = weights, top
        self._tokens: list[int] = []
        self._known: dict[tuple[int, ...], np.ndarray] = {}
        self.places, self.vocabulary = len(weights["places"]), len(weights["words"])
        """How many tokens it can read in all, and how many different ones there are."""
        self.calls = 0
        """How often `read` was called."""
        self.reads: list[int] = []
        """How many tokens each of these calls read."""

    @property
    def length(self) -> int:
        """How many tokens it has read, without those that it has forgotten."""
        return len(self._tokens)

    @property
    def tokens(self) -> list[int]:
        """Those."""
        return list(self._tokens)

    def read(self, tokens: Sequence[int] | np.ndarray) -> np.ndarray:
        """Read more tokens. Returns one row for each of them: how likely every token is to come right behind it.

        A new float64 array of shape (len(tokens), vocabulary), every row with the sum 1. Raises ValueError for a token that
        does not exist, and for more tokens than there are places.
        """
        new = [int(token) for token in tokens]
        if not all(0 <= token < self.vocabulary for token in new):
            raise ValueError(f"tokens are from 0 to {self.vocabulary - 1}")
        if self.length + len(new) > self.places:
            raise ValueError(f"{self.length + len(new)} tokens, and there are {self.places} places")
        self.calls += 1
        self.reads.append(len(new))
        begin = self.length
        self._tokens += new
        return self._rows()[begin:].copy()

    def forget(self, length: int) -> None:
        """Forget all tokens but the first `length`. Raises ValueError if there are not so many."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{length} of {self.length} tokens")
        del self._tokens[length:]

    def _rows(self) -> np.ndarray:
        """The rows for all tokens. Computed anew, unless just these tokens have been there before."""
        key = tuple(self._tokens)
        if key not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[key] = probabilities(self._weights, np.array(key, np.int64), self._top)
        return self._known[key]


def probabilities(weights: Weights, tokens: np.ndarray, top: int = 0) -> np.ndarray:
    """What the transformer says comes behind each of the tokens."""
    n, d = len(tokens), weights["words"].shape[1]
    later = np.triu(np.full((n, n), -np.inf), 1)
    x = weights["words"][tokens] + weights["places"][:n]
    for layer in weights["layers"]:
        y = _normed(x)
        scores = (y @ layer["query"]) @ (y @ layer["key"]).T / np.sqrt(d) + later
        x = x + _softmax(scores) @ (y @ layer["value"])
        x = x + np.maximum(_normed(x) @ layer["up"], 0) @ layer["down"]
    logits = _normed(x) @ weights["head"]
    if 0 < top < logits.shape[1]:
        np.put_along_axis(logits, np.argsort(-logits, axis=1, kind="stable")[:, top:], -np.inf, axis=1)
    return _softmax(logits)


def _normed(x: np.ndarray) -> np.ndarray:
    return x / np.sqrt(np.mean(x * x, axis=1, keepdims=True) + 1e-6)


def _softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(axis=1, keepdims=True, initial=-1e300))
    return powers / powers.sum(axis=1, keepdims=True)


def pair(seed: int, vocabulary: int = 20, places: int = 64, d: int = 12) -> tuple[Reader, Reader]:
    """Two readers: a large one with random weights and four layers, and a small one that has the first of these only."""
    rng = np.random.default_rng(seed)

    def layer() -> dict[str, np.ndarray]:
        return {name: rng.standard_normal((d, d)) / np.sqrt(d) for name in ("query", "key", "value", "up", "down")}

    first, others = layer(), [layer() for _ in range(3)]
    ends = {
        "words": rng.standard_normal((vocabulary, d)),
        "places": rng.standard_normal((places, d)) / 2,
        "head": 1.5 * rng.standard_normal((d, vocabulary)) / np.sqrt(d),
    }
    return Reader({**ends, "layers": [first, *others]}), Reader({**ends, "layers": [first]})


def one_by_one(large: Reader, prompt: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """What is asked for, with a call of the large model for every token."""
    large.forget(0)
    answer: list[int] = []
    new = prompt.tolist()
    for _ in range(count):
        chances = large.read(new)[-1]
        new = [int(rng.choice(large.vocabulary, p=chances))]
        answer += new
    return np.array(answer, np.int64)


# For the tests: readers stay on this side of the wire.


def answers(
    function: Callable[..., Any],
    models: Sequence[tuple[Weights, int]],
    prompts: Sequence[np.ndarray],
    sizes: tuple[int, int],
    seed: int,
    kind: str = "",
) -> dict[str, Any]:
    """Answers for many prompts, one after the other by the same two readers, and what these counted.

    models: (weights, top) of the large one and the small one. sizes: (count, drafts). Before the first of them, both have read
    as many tokens as they can, which begin otherwise than the first prompt.
    """
    large, small = (Reader(*model) for model in models)
    for reader in (large, small):
        reader.read((int(prompts[0][0]) + 1 + np.arange(reader.places)) % reader.vocabulary)
    rng = np.random.default_rng(seed)
    found: list[Any] = []
    calls, small_calls, first, later, stale = [], [], 0, 0, 0
    for prompt in prompts:
        given = _odd(prompt) if kind == "odd" else prompt.copy()
        large.calls = small.calls = 0
        large.reads, small.reads = [], []
        found.append(function(large, small, given, *sizes, rng))
        text = [*prompt.tolist(), *np.asarray(found[-1]).ravel().tolist()]
        stale += sum(reader.tokens != text[: reader.length] for reader in (large, small) if sizes[0])
        stale += given.tolist() != prompt.tolist()
        calls.append(large.calls)
        small_calls.append(small.calls)
        first = max([first, *large.reads[:1]])
        later = max([later, *large.reads[1:]])
    return {"answers": found, "calls": calls, "small": small_calls, "first": first, "later": later, "stale": stale}


def _odd(tokens: np.ndarray) -> np.ndarray:
    """The same tokens, read-only, in memory backwards and with gaps."""
    wide = np.full(2 * len(tokens), -1)
    wide[::2] = tokens[::-1]
    wide.flags.writeable = False
    return wide[::2][::-1]


def refused(
    function: Callable[..., Any], models: Sequence[tuple[Weights, int]], prompt: Any, sizes: tuple[int, int]
) -> list[Any]:
    """[what is raised, calls of both readers, if rng was used, how many tokens both know], for readers that know two tokens."""
    large, small = (Reader(*model) for model in models)
    for reader in (large, small):
        reader.read([0, 1])
    rng = np.random.default_rng(1)
    wrong = ""
    try:
        function(large, small, prompt, *sizes, rng)
    except (ValueError, TypeError) as error:
        wrong = type(error).__name__
    used = rng.random() != np.random.default_rng(1).random()
    return [wrong, large.calls + small.calls - 2, used, [large.length, small.length]]


def repeated(
    function: Callable[..., Any], models: Sequence[tuple[Weights, int]], prompts: Sequence[np.ndarray], sizes: tuple[int, int]
) -> list[Any]:
    """For every prompt: two answers for the same state, put back between them, and one for the state that there is then.

    Each by a generator of another kind, and the second time by new readers.
    """
    kinds = np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64
    found = []
    for i, prompt in enumerate(prompts):
        rng = np.random.Generator(kinds[i % len(kinds)](i))
        rng.random(i)
        state = rng.bit_generator.state
        first = function(*(Reader(*model) for model in models), prompt, *sizes, rng)
        rng.bit_generator.state = state
        readers = [Reader(*model) for model in models]
        found.append([first, *(function(*readers, prompt, *sizes, rng) for _ in range(2))])
    return found
