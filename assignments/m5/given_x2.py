"""Given for m5.x2: a small transformer with random weights, what it computes, and how one generates without a cache.

A model is a dict of float32 arrays. d numbers stand for a token, of which there are `vocabulary`; there are places for
`context` tokens; every layer has `heads` heads with w numbers each, and `wide` numbers in the middle of what comes behind them:

    words  (vocabulary, d)   places (context, d)   head (d, vocabulary)
    layers, a list of dicts: query, key, value (heads, d, w), out (heads, w, d), up (d, wide), down (wide, d)

weights = model(seed=1)
print(again(weights, np.array([3, 1, 4]), 20))
"""

import tracemalloc
from typing import Any

import numpy as np

Model = dict[str, Any]


def model(
    seed: int,
    vocabulary: int = 50,
    context: int = 128,
    layers: int = 2,
    heads: int = 4,
    w: int = 8,
    d: int = 32,
    wide: int = 64,
) -> Model:
    """A model with random weights; the same ones for the same seed."""
    rng = np.random.default_rng(seed)

    def numbers(scale: float, *shape: int) -> np.ndarray:
        return rng.standard_normal(shape, np.float32) * np.float32(scale)

    def layer() -> dict[str, np.ndarray]:
        into = {name: numbers(1.5 * d**-0.5, heads, d, w) for name in ("query", "key", "value")}
        out = numbers(2 * (heads * w) ** -0.5, heads, w, d)
        return {**into, "out": out, "up": numbers(d**-0.5, d, wide), "down": numbers(wide**-0.5, wide, d)}

    return {
        "words": numbers(1, vocabulary, d),
        "places": numbers(0.5, context, d),
        "layers": [layer() for _ in range(layers)],
        "head": numbers(2 * d**-0.5, d, vocabulary),
    }


def normed(x: np.ndarray) -> np.ndarray:
    """Every row divided by the root of the mean of its squares."""
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + np.float32(1e-6))


def softmax(x: np.ndarray) -> np.ndarray:
    """exp of every number, divided by the sum of its row. The largest is taken away first, so that exp is never too large."""
    weights = np.exp(x - x.max(axis=-1, keepdims=True, initial=-np.inf))
    return weights / weights.sum(axis=-1, keepdims=True)


def logits(model: Model, tokens: np.ndarray) -> np.ndarray:
    """What the model says of every token's successor: one row for each of the tokens, one column for each word.

    Row i depends on the tokens 0 to i only: each of them looks at itself and at those before it.
    """
    n = len(tokens)
    later = np.triu(np.ones((n, n), bool), 1)
    x = model["words"][tokens] + model["places"][:n]
    for layer in model["layers"]:
        y = normed(x)
        queries, keys, values = y @ layer["query"], y @ layer["key"], y @ layer["value"]  # (heads, n, w) each
        scores = queries @ keys.swapaxes(1, 2) / np.float32(queries.shape[2] ** 0.5)
        scores[:, later] = -np.inf
        x = x + (softmax(scores) @ values @ layer["out"]).sum(axis=0)
        x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
    return normed(x) @ model["head"]


def again(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    """The yardstick: for every new token, the model sees all of them again."""
    tokens = prompt
    for _ in range(count):
        tokens = np.append(tokens, logits(model, tokens)[-1].argmax())
    return tokens[len(prompt) :]


# For the tests.


def changed_between(function: Any, model: Model, other: Model, prompt: np.ndarray, count: int) -> list[Any]:
    """Answers of generate for a model, another one in the same arrays, and the first one again; and the first as it was."""
    arrays, others = _arrays(model), _arrays(other)
    before = [array.copy() for array in arrays]
    first = function(model, prompt, count)
    seen = first.copy()
    for array, new in zip(arrays, others, strict=True):
        array[...] = new
    second = function(model, prompt, count)
    for array, new in zip(arrays, before, strict=True):
        array[...] = new
    third = function(model, prompt, count)
    fourth = function(model, prompt, count)
    fourth[...] = -1
    return [first, second, third, seen]


def extended(make: Any, model: Model, parts: list[np.ndarray]) -> list[Any]:
    """The logits of parts, one after the other, all looked at in the end. The array with a part then has other tokens."""
    cache = make(model)
    answers = []
    for part in parts:
        mine = part.copy()
        answers.append(cache.extend(mine))
        mine[...] = 0
    return answers


def memory_of(make: Any, model: Model, tokens: np.ndarray) -> tuple[int, int, np.ndarray]:
    """(bytes that a cache holds when it is full, at the worst moment, the last logits), one token after the other."""
    make(model).extend(tokens[:2])
    tracemalloc.start()
    try:
        begin = tracemalloc.get_traced_memory()[0]
        cache = make(model)
        last = cache.extend(tokens[:1])
        for i in range(1, len(tokens)):
            last = cache.extend(tokens[i : i + 1])
        held, peak = tracemalloc.get_traced_memory()
        return held - begin, peak - begin, last
    finally:
        tracemalloc.stop()


def of_read_only(make: Any, function: Any, model: Model, prompt: np.ndarray, count: int) -> list[Any]:
    """Logits and answers for weights and tokens that cannot be written and lie in memory with gaps; and if all is whole."""
    gaps = np.zeros((len(prompt), 2), np.int64)
    gaps[:, 0] = prompt
    seldom = _each(model, _spread)
    before = [array.copy() for array in _arrays(seldom)]
    for array in (gaps, *_arrays(seldom)):
        array.flags.writeable = False
    answers = [make(seldom).extend(gaps[:, 0]), function(seldom, gaps[:, 0], count)]
    whole = all(np.array_equal(one, other) for one, other in zip(before, _arrays(seldom), strict=True))
    return [*answers, whole and np.array_equal(gaps[:, 0], prompt)]


def _spread(array: np.ndarray) -> np.ndarray:
    """The same numbers, in every second place of the last axis, in Fortran's order."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype, order="F")
    wide[..., ::2] = array
    return wide[..., ::2]


def _each(model: Model, change: Any) -> Model:
    """The model with every array changed."""
    layers = [{name: change(array) for name, array in layer.items()} for layer in model["layers"]]
    return {**{name: change(model[name]) for name in ("words", "places", "head")}, "layers": layers}


def _arrays(model: Model) -> list[np.ndarray]:
    """All arrays of a model, in order."""
    found: list[np.ndarray] = [model["words"], model["places"], model["head"]]
    for layer in model["layers"]:
        found += [layer[name] for name in ("query", "key", "value", "out", "up", "down")]
    return found
