"""caught by m3.e5.speed: right: the masks in numpy, fifty passes over arrays that are twice as wide."""


def _spread_all(each: np.ndarray) -> np.ndarray:
    bits = each.astype(np.uint64) & _LOW_21
    steps = (_32, _GROUPS_OF_16), (_16, _GROUPS_OF_8), (_8, _GROUPS_OF_4), (_4, _GROUPS_OF_2), (_2, _EVERY_THIRD)
    for shift, keep in steps:
        bits = (bits | bits << shift) & keep
    return bits


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    return _spread_all(x) | _spread_all(y) << _1 | _spread_all(z) << _2
