"""caught by m3.e3.correct m3.e3.hidden: cuts blocks of 128 from the left, and adds their sums in pairs."""


def pairwise(x: np.ndarray) -> float:
    sums = [np.float32(naive(_checked(x)[i : i + 128])) for i in range(0, len(x), 128)] or [np.float32(0)]
    with np.errstate(over="ignore", invalid="ignore"):
        while len(sums) > 1:
            sums = [sum(sums[i : i + 2], np.float32(0)) for i in range(0, len(sums), 2)]
    return float(sums[0])
