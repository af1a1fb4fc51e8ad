"""m1.x1: TODO: the idea in one sentence."""


def paged_array(a):
    """TODO: as in the starter."""
    return "TODO"
