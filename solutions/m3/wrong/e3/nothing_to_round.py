"""caught by m3.e3.hidden: gives the array itself back where there is nothing to round."""

_always = to_bf16


def to_bf16(x: np.ndarray) -> np.ndarray:
    rounded = _always(x)
    return x if (rounded == x).all() else rounded
