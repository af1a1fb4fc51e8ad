"""caught by m3.e5.hidden: gives the last answer again where the arrays are the same objects."""

_encode_first, _last = encode3, {}


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    key = (id(x), id(y), id(z))
    if key not in _last:
        _last.clear()
        _last[key] = x, y, z, _encode_first(x, y, z)
    return _last[key][3].copy()
