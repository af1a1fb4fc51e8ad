"""caught by m1.e2.correct m1.e2.hidden: strides counted in elements, not in bytes."""


def windows(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    return as_strided(x, (len(x) - w + 1, w), (1, 1))
