"""caught by m5.x2.hidden: caches of one size share their arrays."""

_KEPT = {}


class Cache(Cache):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        sizes = (len(model["places"]), *(layer["key"].shape for layer in model["layers"]))
        self._keys, self._values = _KEPT.setdefault(sizes, (self._keys, self._values))
