"""caught by m3.e3.hidden: a sum that only the correction makes infinite stays infinite."""


def _finite(total, x):
    """total, or the plain sum where corrections have spoiled it."""
    return float(naive(x)) if math.isnan(total) else float(total)
