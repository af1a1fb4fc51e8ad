"""caught by m1.e2.correct m1.e2.hidden: takes the next element to be one item on, which it is not in y[::3]."""


def windows(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    return as_strided(x, (len(x) - w + 1, w), (x.itemsize, x.itemsize))
