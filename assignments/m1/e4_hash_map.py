"""m1.e4: TODO: the question that this exercise asks."""


def hash_map(a):
    """TODO: what it returns; shapes and dtypes of everything that goes in and comes out."""
    raise NotImplementedError
