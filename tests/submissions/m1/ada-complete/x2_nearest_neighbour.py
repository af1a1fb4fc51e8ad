"""m1.x2: TODO: the idea in one sentence."""


def nearest_neighbour(a):
    """TODO: as in the starter."""
    return "TODO"
