"""m1.e4: TODO: the idea in one sentence."""


def hash_map(a):
    """TODO: as in the starter."""
    return "TODO"
