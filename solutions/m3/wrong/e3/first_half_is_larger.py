"""caught by m3.e3.correct m3.e3.hidden: of an odd number, gives the first half one more."""


def _halves(x):
    if len(x) <= 128:
        return np.float32(naive(x))
    half = (len(x) + 1) // 2
    return _halves(x[:half]) + _halves(x[half:])
