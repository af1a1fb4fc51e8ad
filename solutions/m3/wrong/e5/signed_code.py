"""caught by m3.e5.correct m3.e5.hidden: the code of a place in a plane is int64."""

_encode2 = encode2


def encode2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _encode2(x, y).astype(np.int64)
