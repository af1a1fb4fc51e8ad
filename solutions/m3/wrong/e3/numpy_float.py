"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: answers with a numpy scalar."""


def _finite(total, x):
    return np.float32(total) if math.isfinite(total) else np.float32(naive(x))
