"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: mirrors the upper half, and forgets the row in the middle."""

_escape_time = escape_time


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    whole = _escape_time(width, height, max_iter)
    half = whole[: height // 2]
    picture = np.zeros_like(whole)
    picture[: len(half)] = half
    picture[height - len(half) :] = half[::-1]
    return picture
