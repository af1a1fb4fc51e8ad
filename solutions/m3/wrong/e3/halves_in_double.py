"""caught by m3.e3.correct m3.e3.hidden: float(…) of every half: the halves are added in float64."""


def _halves(x):
    if len(x) <= 128:
        return float(naive(x))
    half = len(x) // 2
    return _halves(x[:half]) + _halves(x[half:])


def pairwise(x: np.ndarray) -> float:
    return float(np.float32(_halves(_checked(x))))
