"""caught by m3.e3.correct m3.e3.hidden: numpy adds in pairs, too, with other brackets."""


def pairwise(x: np.ndarray) -> float:
    return float(np.sum(_checked(x)))
