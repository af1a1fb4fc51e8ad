"""caught by m5.e8.correct m5.e8.hidden: the same element all the time is moved all the time."""


def _reach(step: int) -> int:
    return min(abs(step) or 8, _LINE)
