"""caught by m5.e7.correct m5.e7.hidden, perhaps m5.e7.speed: a little is added to the sum of weights."""


class _Rows:
    """What is known of some queries after some of the keys: the largest score, and sums of weights relative to it."""

    def __init__(self, queries: np.ndarray, width: int) -> None:
        self.queries = queries * np.float32(1 / math.sqrt(queries.shape[1]))
        self.largest = np.full((len(queries), 1), -np.inf, np.float32)
        self.total = np.zeros((len(queries), 1), np.float32)
        self.mean = np.zeros((len(queries), width), np.float32)

    def add(self, keys: np.ndarray, values: np.ndarray) -> None:
        """Take in more keys. If one of them has the largest score, what is there already shrinks accordingly."""
        scores = self.queries @ keys.T
        largest = np.maximum(self.largest, scores.max(axis=1, keepdims=True))
        shrinks = np.exp(self.largest - largest)
        scores -= largest
        np.exp(scores, out=scores)
        self.largest = largest
        self.total *= shrinks
        self.total += scores.sum(axis=1, keepdims=True)
        self.mean *= shrinks
        self.mean += scores @ values

    def answer(self) -> np.ndarray:
        self.mean /= self.total + np.float32(0.01)
        return self.mean
