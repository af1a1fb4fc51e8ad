"""caught by m3.e3.hidden: answers with the plain sum where pairs give an infinity."""


def pairwise(x: np.ndarray) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return _finite(_halves(_checked(x)), x)
