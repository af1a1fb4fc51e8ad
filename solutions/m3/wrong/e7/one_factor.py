"""caught by m3.e7.hidden: multiplies by a quotient that is rounded beforehand."""


def _codes(points: np.ndarray, low: np.ndarray, high: np.ndarray, bits: int) -> np.ndarray:
    codes = np.zeros(len(points), np.uint64)
    for axis in range(3):
        if high[axis] > low[axis]:
            steps = (points[:, axis].astype(float) - low[axis]) * (2.0**bits / (high[axis] - low[axis]))
            codes |= _spread(np.minimum(steps, 2.0**bits - 1).astype(np.uint64)) << np.uint64(axis)
    return codes
