"""caught by m3.e3.correct m3.e3.hidden: stops at the last whole row of 64."""


def kahan_lanes(x: np.ndarray) -> float:
    return _finite(_lanes(_checked(x)[: len(x) // 64 * 64]), x)
