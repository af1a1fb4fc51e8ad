"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: the lanes alone are compiled with fastmath, for speed."""

_lanes = njit(fastmath=True)(_lanes.py_func)
