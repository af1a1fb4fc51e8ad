"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: fastmath takes every correction for zero, and deletes it."""

_fast = njit(fastmath=True)
_add = _fast(_add.py_func)
_neumaier, _klein, _lanes = _fast(_neumaier.py_func), _fast(_klein.py_func), _fast(_lanes.py_func)
