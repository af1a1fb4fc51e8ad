"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: sixteen lanes, which give another sum."""

_LANES = 16
_lanes = njit(_lanes.py_func)
