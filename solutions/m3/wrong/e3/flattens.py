"""caught by m3.e3.correct m3.e3.hidden: takes arrays of any number of dimensions."""


def _checked(x):
    if not isinstance(x, np.ndarray) or x.dtype != np.float32:
        raise TypeError("x has to be a numpy array of float32")
    return x.ravel()
