"""caught by m3.e3.correct m3.e3.hidden: a matrix raises TypeError, too."""


def _checked(x):
    if not isinstance(x, np.ndarray) or x.dtype != np.float32 or x.ndim != 1:
        raise TypeError("x has to be a numpy array of float32 with one dimension")
    return x
