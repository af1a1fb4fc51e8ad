"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: float32 windows times float32 weights; the answer alone is float64."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(w)
    return np.convolve(x, np.full(w, 1 / w, np.float32), "valid").astype(np.float64)
