"""caught by m3.e1.hidden: compiled beforehand, for arrays that lie in one piece and can be written to."""

_add = njit(["i%d[:](i%d[::1], i%d[::1], i8, i8)".replace("%d", str(width)) for width in (1, 2, 4, 8)])(_add.py_func)
