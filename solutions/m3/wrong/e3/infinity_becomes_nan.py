"""caught by m3.e3.correct m3.e3.hidden: an infinity turns the corrections into NaN, and the answer with them."""


def _finite(total, x):
    return float(total)
