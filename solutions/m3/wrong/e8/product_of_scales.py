"""caught by m3.e8.hidden: multiplies both scales first, in float32, where the product may be too small or too large."""


def int8_matmul(x: np.ndarray, q: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """A product of whole numbers, exact in float64 as it would be in int32, and faster in numpy; then both scales."""
    _take(q, np.int8, 2)
    _take(scale, np.float32, 1)
    _take(x, np.float32, 2)
    if x.shape[1] != q.shape[0] or q.shape[1:] != scale.shape:
        raise ValueError(f"{x.shape}, {q.shape} and {scale.shape} do not fit together")
    rows, row_scale = quantise_int8(x.T)
    sums = rows.T.astype(np.float64) @ q.astype(np.float64)
    return (sums * np.outer(row_scale, scale)).astype(np.float32)
