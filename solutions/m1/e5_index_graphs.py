"""m1.e5: TODO: the idea in one sentence."""


def index_graphs(a):
    """TODO: as in the starter."""
    return "TODO"
