"""caught by m5.x2.hidden: doubles its room when it is full, also beyond the places that there are."""


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._keys = [keys[:, :1].copy() for keys in self._keys]
        self._values = [values[:, :1].copy() for values in self._values]

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        _check(self._model, tokens)
        end = self.length + len(tokens)
        while end <= len(self._model["places"]) and self._keys[0].shape[1] < end:
            self._keys = [np.concatenate([keys, keys], axis=1) for keys in self._keys]
            self._values = [np.concatenate([values, values], axis=1) for values in self._values]
        return super().extend(tokens)
