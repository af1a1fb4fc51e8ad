"""caught by m1.e2.hidden: looks at the array that x is a view of from its beginning on, not from where x begins."""


def windows(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    memory = x if x.base is None else x.base
    return as_strided(memory, (len(x) - w + 1, w), x.strides * 2)
