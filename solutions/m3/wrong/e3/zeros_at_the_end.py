"""caught by m3.e3.correct m3.e3.hidden: fills the last row with zeros, which some lanes are not indifferent to."""


def kahan_lanes(x: np.ndarray) -> float:
    rest = np.zeros(-len(_checked(x)) % 64, np.float32)
    return _finite(_lanes(np.concatenate((x, rest)) if len(rest) else x), x)
