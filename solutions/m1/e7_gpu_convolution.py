"""m1.e7: TODO: the idea in one sentence."""


def gpu_convolution(a):
    """TODO: as in the starter."""
    return "TODO"
