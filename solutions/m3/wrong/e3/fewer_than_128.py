"""caught by m3.e3.correct m3.e3.hidden: cuts 128 elements in two as well."""


def _halves(x):
    if len(x) < 128:
        return np.float32(naive(x))
    half = len(x) // 2
    return _halves(x[:half]) + _halves(x[half:])
