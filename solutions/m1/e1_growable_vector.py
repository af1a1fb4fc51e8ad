"""m1.e1: TODO: the idea in one sentence."""


def growable_vector(a):
    """TODO: as in the starter."""
    return "TODO"
