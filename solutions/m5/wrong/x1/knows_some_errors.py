"""caught by m5.x1.hidden: takes only the errors that it has thought of for a rejection."""


def _asked(candidate: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    try:
        return _timed(candidate, inputs, clock)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise AssertionError(f"it raises {type(error).__name__}") from error
