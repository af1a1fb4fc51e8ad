"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: adds up in float64, which is more exact, and is not what was asked for."""


def neumaier(x: np.ndarray) -> float:
    return float(np.float32(np.sum(_checked(x), dtype=np.float64)))


klein = kahan_lanes = neumaier
