"""m1.x1: TODO: the question that this exercise asks."""


def paged_array(a):
    """TODO: what it returns; shapes and dtypes of everything that goes in and comes out."""
    raise NotImplementedError
