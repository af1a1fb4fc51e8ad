"""caught by m3.e1.correct m3.e1.hidden: zeros come in at bit 63, where a narrow number has none."""


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> on unsigned integers of 64 bits."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    return (x.astype("i8").view("u8") >> np.uint64(min(k, 63))).astype(x.dtype)
