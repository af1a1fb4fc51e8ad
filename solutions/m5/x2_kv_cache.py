"""m5.x2: room for the keys and values of all places from the beginning, of which the first ones are in use."""

import math

import numpy as np
from given_x2 import Model, normed, softmax


class Cache:
    """Keys and values of every layer, and how many of them count."""

    length: int

    def __init__(self, model: Model) -> None:
        self.length = 0
        self._model = model
        places = len(model["places"])
        shapes = [layer["key"].shape for layer in model["layers"]]
        self._keys = [np.empty((heads, places, w), np.float32) for heads, _, w in shapes]
        self._values = [np.empty((heads, places, w), np.float32) for heads, _, w in shapes]

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        """All rows of the new tokens at once; each of them looks at those that were here, and at the new ones up to itself."""
        model, begin = self._model, self.length
        _check(model, tokens)
        end = begin + len(tokens)
        if end > len(model["places"]):
            raise ValueError(f"{end} tokens, and there are {len(model['places'])} places")
        later = np.arange(end) > np.arange(begin, end)[:, None]
        x = model["words"][tokens] + model["places"][begin:end]
        for layer, keys, values in zip(model["layers"], self._keys, self._values, strict=True):
            y = normed(x)
            keys[:, begin:end] = y @ layer["key"]
            values[:, begin:end] = y @ layer["value"]
            scores = (y @ layer["query"]) @ keys[:, :end].swapaxes(1, 2)
            scores /= np.float32(math.sqrt(keys.shape[2]))
            if len(tokens) > 1:
                scores[:, later] = -np.inf
            x = x + (softmax(scores) @ values[:, :end] @ layer["out"]).sum(axis=0)
            x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
        self.length = end
        return normed(x) @ model["head"]

    def cut(self, length: int) -> None:
        """What lies behind the length is written over before anybody reads it."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{length} of {self.length} tokens")
        self.length = length


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    """The prompt at once, and then each new token but the last."""
    _check(model, prompt)
    if len(prompt) == 0 or count < 0 or len(prompt) + count > len(model["places"]):
        raise ValueError(f"a prompt of {len(prompt)} tokens and {count} new ones, for {len(model['places'])} places")
    answer = np.empty(count, np.int64)
    cache, new = Cache(model), prompt
    for i in range(count):
        answer[i] = cache.extend(new)[-1].argmax()
        new = answer[i : i + 1]
    return answer


def _check(model: Model, tokens: np.ndarray) -> None:
    if type(tokens) is not np.ndarray or tokens.dtype != np.int64:
        raise TypeError("tokens should be a numpy array of int64")
    if tokens.ndim != 1:
        raise ValueError("tokens should have one dimension")
    if len(tokens) and not (tokens.min() >= 0 and tokens.max() < len(model["words"])):
        raise ValueError("a token that does not exist")
