"""caught by m2.e1.correct m2.e1.hidden: takes both laws for the same."""


def gustafson(p: float, n: int) -> float:
    """Speed-up in a fixed time: n workers spend the fraction p of the run in parallel, and the work grows with n."""
    return 1 / ((1 - p) + p / n)
