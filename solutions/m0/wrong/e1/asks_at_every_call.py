"""caught by m0.e1.correct m0.e1.hidden: asks the clock before and after every call, and adds up."""


def _seconds(fn: Callable[[], Any], loops: int, clock: Callable[[], float]) -> float:
    """Of one batch."""
    seconds = 0.0
    for _ in range(loops):
        begin = clock()
        fn()
        seconds += clock() - begin
    return seconds
