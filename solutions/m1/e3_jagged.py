"""m1.e3: TODO: the idea in one sentence."""


def jagged(a):
    """TODO: as in the starter."""
    return "TODO"
