"""m8.e4: sort small numbers by counting them."""


def ordered(x):
    """The numbers of x (uint8) in rising order, an array of uint8. Without anything that sorts."""
    raise NotImplementedError
