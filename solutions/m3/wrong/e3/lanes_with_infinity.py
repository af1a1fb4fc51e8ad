"""caught by m3.e3.hidden: in lanes, an infinity becomes NaN."""


def kahan_lanes(x: np.ndarray) -> float:
    return float(_lanes(_checked(x)))
