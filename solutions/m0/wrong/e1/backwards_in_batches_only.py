"""caught by m0.e1.correct m0.e1.hidden: sees the clock go backwards within a batch, not from one batch to the next."""


def _seconds(fn: Callable[[], Any], loops: int, clock: Callable[[], float]) -> float:
    """Of one batch."""
    begin = clock()
    for _ in range(loops):
        fn()
    seconds = clock() - begin
    if seconds < 0:
        raise ValueError("the clock went backwards")
    return seconds


class _Forward:
    """Any clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def __call__(self) -> float:
        return self._clock()
