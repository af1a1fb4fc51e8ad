"""caught by m3.e6.correct m3.e6.hidden: shifts in eight bits."""


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    _check(colours, np.uint8, 3)
    red, green, blue = colours.T
    return (red >> 3 << 11 | green >> 2 << 5 | blue >> 3).astype(np.uint16)
