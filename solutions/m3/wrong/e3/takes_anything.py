"""caught by m3.e3.correct m3.e3.hidden: converts whatever it gets."""


def _checked(x):
    x = np.asarray(x, dtype=np.float32)
    if x.ndim != 1:
        raise ValueError("one dimension")
    return x
