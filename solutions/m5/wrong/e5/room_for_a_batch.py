"""caught by m5.e5.hidden: makes room for a whole batch, also where there are fewer samples."""


class Loader(Loader):
    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        places = np.empty(self._batch, np.int64)
        places[: len(chosen)] = chosen
        return super()._made(places[: len(chosen)])
