"""caught by m3.e3.hidden: keeps its remainders in the array of the caller, where it can be written to."""


def neumaier(x: np.ndarray) -> float:
    total = _finite(_neumaier(_checked(x)), x)
    if x.flags.writeable:
        x -= np.float32(0.5)
    return total
