"""m1.e3: TODO: the question that this exercise asks."""


def jagged(a):
    """TODO: what it returns; shapes and dtypes of everything that goes in and comes out."""
    raise NotImplementedError
