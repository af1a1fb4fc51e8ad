"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: forgets what is more than 200 numbers ago."""


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    if not 0 < a <= 1:
        raise ValueError(a)
    if not len(x):
        return np.empty(0)
    padded = np.concatenate([np.full(200, x[0]), x])
    return np.convolve(padded, a * (1 - a) ** np.arange(201), "valid")
