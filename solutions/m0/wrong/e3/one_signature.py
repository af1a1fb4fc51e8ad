"""caught by m0.e3.hidden: compiled for contiguous arrays only, so that no view will do."""

_smooth = njit("void(float64[::1], float64, float64[::1])")(_smooth.py_func)
