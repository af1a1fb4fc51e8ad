"""caught by m3.e7.correct m3.e7.speed m3.e7.hidden: the point at high has a step beyond the last one."""


def _codes(points: np.ndarray, low: np.ndarray, high: np.ndarray, bits: int) -> np.ndarray:
    codes = np.zeros(len(points), np.uint64)
    for axis in range(3):
        if high[axis] > low[axis]:
            steps = (points[:, axis].astype(float) - low[axis]) / (high[axis] - low[axis]) * 2.0**bits
            codes |= _spread(steps.astype(np.uint64)) << np.uint64(axis)
    return codes
