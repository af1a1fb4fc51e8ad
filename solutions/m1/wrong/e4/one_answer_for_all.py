"""caught by m1.e4.correct m1.e4.hidden: get answers as many keys as last time in the same array; the last answer is gone."""


class IntMap(IntMap):
    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        answers = self.__dict__.setdefault("_answers", {})
        values = answers.setdefault(len(keys), np.empty(len(keys), np.int64))
        values[:] = super().get(keys, default)
        return values
