"""m8.e3: the same with processes allowed."""


def square(x):
    """x * x for a number x, computed in another process."""
    raise NotImplementedError


def roots(x):
    """sqrt(x * x + 1), element by element, float64."""
    raise NotImplementedError
