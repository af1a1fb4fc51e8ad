"""caught by m3.e3.speed: right, with a call of numpy for every row of 64."""


def kahan_lanes(x: np.ndarray) -> float:
    total, lost = np.zeros((2, 64), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for begin in range(0, len(_checked(x)), 64):
            row = x[begin : begin + 64]
            n = len(row)
            number = row - lost[:n]
            new = total[:n] + number
            lost[:n] = (new - total[:n]) - number
            total[:n] = new
    return _finite(kahan(np.concatenate((total, -lost))), x)
