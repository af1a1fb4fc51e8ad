"""caught by m5.x2.correct m5.x2.hidden: logits in double precision."""


class Cache(Cache):
    def extend(self, tokens: np.ndarray) -> np.ndarray:
        return super().extend(tokens).astype(np.float64)
