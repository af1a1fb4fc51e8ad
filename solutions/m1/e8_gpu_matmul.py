"""m1.e8: TODO: the idea in one sentence."""


def gpu_matmul(a):
    """TODO: as in the starter."""
    return "TODO"
