"""caught by m5.e8.correct m5.e8.hidden: the bytes between two lines are moved, too."""


def _reach(step: int) -> int:
    return abs(step)
