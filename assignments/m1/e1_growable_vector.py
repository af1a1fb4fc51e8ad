"""m1.e1: TODO: the question that this exercise asks."""


def growable_vector(a):
    """TODO: what it returns; shapes and dtypes of everything that goes in and comes out."""
    raise NotImplementedError
