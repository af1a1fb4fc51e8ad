"""caught by m5.e8.correct m5.e8.hidden: a step backwards gives memory back."""


def _reach(step: int) -> int:
    return min(step, _LINE)
