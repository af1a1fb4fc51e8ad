"""caught by m1.e2.correct m1.e2.hidden: copies the windows."""


def windows(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    return np.array([x[i : i + w] for i in range(len(x) - w + 1)])
