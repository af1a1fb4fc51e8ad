"""caught by m3.e6.hidden: takes colours with a fourth number, and drops it."""

_pack_three = pack_rgb565


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    if isinstance(colours, np.ndarray) and colours.ndim == 2:
        colours = colours[:, :3]
    elif isinstance(colours, np.ndarray) and colours.size % 3 == 0:
        colours = colours.reshape(-1, 3)
    return _pack_three(colours)
