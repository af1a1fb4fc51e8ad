"""caught by m1.e2.hidden: takes the distance to the next element for granted to be positive."""


def windows(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    return as_strided(x, (len(x) - w + 1, w), (abs(x.strides[0]),) * 2)
