"""caught by m0.e3.speed: right, and no faster than whole arrays in numpy."""

import given_e3


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    if width < 1 or height < 1 or not 1 <= max_iter <= 65_535:
        raise ValueError(max_iter)
    return given_e3.masked(width, height, max_iter)
