"""caught by m3.e3.hidden, perhaps m3.e3.correct: knows an array again by its address, and not what is in it now."""

_known: dict[tuple[object, ...], float] = {}


def neumaier(x: np.ndarray) -> float:
    key = (_checked(x).__array_interface__["data"][0], len(x), x.strides)
    if key not in _known:
        _known[key] = _finite(_neumaier(x), x)
    return _known[key]
