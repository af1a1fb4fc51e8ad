"""caught by m3.x2.correct m3.x2.hidden: of equally long codes, those of larger values come first."""


def _canonical(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(values in the order of their codes, the code of each of them)."""
    values = np.lexsort((-np.arange(256), lengths))
    values = values[lengths[values] > 0]
    codes = np.zeros(len(values), np.uint64)
    code, before = 0, 0
    for place, value in enumerate(values.tolist()):
        code <<= int(lengths[value]) - before
        codes[place], before = code, int(lengths[value])
        code += 1
    return values, codes
