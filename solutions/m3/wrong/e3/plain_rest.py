"""caught by m3.e3.correct m3.e3.hidden: adds what is left over to the answer, one by one."""


def kahan_lanes(x: np.ndarray) -> float:
    whole = len(_checked(x)) // 64 * 64
    total = np.float32(_lanes(x[:whole]))
    with np.errstate(over="ignore", invalid="ignore"):
        for number in x[whole:]:
            total += number
    return _finite(total, x)
