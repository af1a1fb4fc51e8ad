"""caught by m5.x2.hidden: begins with room for 50 tokens, and doubles it when it is full."""


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._keys = [keys[:, [0] * 50] for keys in self._keys]
        self._values = [values[:, [0] * 50] for values in self._values]

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        _check(self._model, tokens)
        end = self.length + len(tokens)
        while end <= len(self._model["places"]) and self._keys[0].shape[1] < end:
            self._keys = [np.concatenate([keys, keys], axis=1) for keys in self._keys]
            self._values = [np.concatenate([values, values], axis=1) for values in self._values]
        return super().extend(tokens)
