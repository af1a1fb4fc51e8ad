"""caught by m3.e4.speed: right, and sixteen passes with digits of two bits."""

_WIDTH = 2
_sort, _argsort = njit(_sort.py_func), njit(_argsort.py_func)
