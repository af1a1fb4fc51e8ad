"""m8.e2: something that takes a few milliseconds, and cannot honestly be made faster than given_e2.roots."""


def roots(x):
    """sqrt(x * x + 1), element by element, float64."""
    raise NotImplementedError
