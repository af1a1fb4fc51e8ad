"""caught by m5.x1.correct: turns into an array what computes then, when the clock has stopped."""


def _asked(candidate: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    try:
        answer, seconds = _timed(candidate, inputs, clock)
        return np.asarray(answer), seconds
    except Exception as error:
        raise AssertionError(f"it raises {type(error).__name__}") from error
