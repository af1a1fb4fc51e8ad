"""caught by m5.x2.correct m5.x2.hidden: takes d for heads * w: as many numbers in all heads as in a token."""


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        self.length = 0
        self._model = model
        places = len(model["places"])
        shapes = [layer["key"].shape for layer in model["layers"]]
        self._keys = [np.empty((heads, places, model["head"].shape[0] // heads), np.float32) for heads, _, w in shapes]
        self._values = [np.empty((heads, places, model["head"].shape[0] // heads), np.float32) for heads, _, w in shapes]
