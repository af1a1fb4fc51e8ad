"""caught by m3.e4.speed: right, and twice as many passes as there need be."""

_WIDTH = 4
_sort, _argsort = njit(_sort.py_func), njit(_argsort.py_func)
