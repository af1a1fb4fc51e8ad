"""caught by m3.x2.hidden: the last byte may be filled up with anything."""


@njit
def _ends(codes, at, window, borrowed, left):
    """Whether all codes have been fetched, and the bits that are left are less than a byte."""
    return at == len(codes) and left < 8
