"""caught by m3.e7.speed: right, and slow: one code after the other, bit by bit."""


def _codes(points: np.ndarray, low: np.ndarray, high: np.ndarray, bits: int) -> np.ndarray:
    codes = np.zeros(len(points), np.uint64)
    width = np.where(high > low, high - low, 1.0)
    for place, point in enumerate(points.astype(float)):
        steps = [min(int(step), 2**bits - 1) for step in (point - low) / width * 2.0**bits]
        codes[place] = sum((steps[axis] >> bit & 1) << (3 * bit + axis) for bit in range(bits) for axis in range(3))
    return codes
