"""caught by m5.x1.correct m5.x1.hidden: lets through what a candidate raises."""


def _asked(candidate: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    return _timed(candidate, inputs, clock)
