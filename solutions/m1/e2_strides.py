"""m1.e2: TODO: the idea in one sentence."""


def strides(a):
    """TODO: as in the starter."""
    return "TODO"
