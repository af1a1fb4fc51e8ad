"""caught by m0.e2.hidden: looks at memory as if x were contiguous."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(w)
    base = x.base if isinstance(x.base, np.ndarray) and x.base.dtype == x.dtype else x
    total = np.concatenate([[0.0], np.cumsum(base.reshape(-1)[: len(x)], dtype=np.float64)])
    return (total[w:] - total[:-w]) / w
