"""m8.e1: something honest to do, for attackers to stand beside."""


def double(x):
    """2 * x, an array of the same shape and dtype."""
    raise NotImplementedError
