"""caught by m3.e6.correct m3.e6.hidden: rounds up where the lower bits are large."""


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    _check(colours, np.uint8, 3)
    red, green, blue = np.minimum(colours.T.astype(np.uint16) + np.array([[4], [2], [4]], np.uint16), 255)
    return red >> 3 << 11 | green >> 2 << 5 | blue >> 3
