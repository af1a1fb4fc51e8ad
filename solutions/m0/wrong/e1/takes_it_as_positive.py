"""caught by m0.e1.correct m0.e1.hidden: a clock that goes backwards is taken for one that goes on."""


class _Forward:
    """Any clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def __call__(self) -> float:
        return self._clock()


def _seconds(fn: Callable[[], Any], loops: int, clock: Callable[[], float]) -> float:
    """Of one batch."""
    begin = clock()
    for _ in range(loops):
        fn()
    return abs(clock() - begin)
