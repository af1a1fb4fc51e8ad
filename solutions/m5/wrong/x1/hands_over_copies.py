"""caught by m5.x1.correct m5.x1.hidden: hands over a copy each time, so no array is ever seen again."""


def _asked(candidate: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    try:
        return _timed(candidate, tuple(x.copy() for x in inputs), clock)
    except Exception as error:
        raise AssertionError(f"it raises {type(error).__name__}") from error
