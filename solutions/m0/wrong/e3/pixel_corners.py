"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: pixels stand for points from one end of the rectangle to the other."""


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    if width < 1 or height < 1 or not 1 <= max_iter <= 65_535:
        raise ValueError(max_iter)
    cx, cy = np.linspace(-2.25, 0.75, width), np.linspace(1.5, -1.5, height)
    return np.array([[_steps(x, y, max_iter) for x in cx] for y in cy], np.uint16)
