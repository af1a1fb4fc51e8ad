"""caught by m5.x2.hidden, perhaps m5.x2.speed: keys and values in double precision."""


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        self.length = 0
        self._model = model
        places = len(model["places"])
        shapes = [layer["key"].shape for layer in model["layers"]]
        self._keys = [np.empty((heads, places, w), np.float64) for heads, _, w in shapes]
        self._values = [np.empty((heads, places, w), np.float64) for heads, _, w in shapes]

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        return super().extend(tokens).astype(np.float32)
