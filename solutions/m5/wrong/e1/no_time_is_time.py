"""caught by m5.e1.correct m5.e1.hidden: 0 seconds are fine."""


def _check_seconds(x: np.ndarray) -> None:
    _check(x)
    if not (x >= 0).all():
        raise ValueError("seconds should not be below 0")
