"""caught by m5.x2.correct m5.x2.hidden: a cut changes what is said, not what is looked at."""


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        self.length = self._filled = 0
        self._model = model
        places = len(model["places"])
        shapes = [layer["key"].shape for layer in model["layers"]]
        self._keys = [np.empty((heads, places, w), np.float32) for heads, _, w in shapes]
        self._values = [np.empty((heads, places, w), np.float32) for heads, _, w in shapes]

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        model, begin = self._model, self._filled
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
        self.length = self._filled = end
        return normed(x) @ model["head"]

    def cut(self, length: int) -> None:
        if not 0 <= length <= self.length:
            raise ValueError(f"{length} of {self.length} tokens")
        self.length = length
