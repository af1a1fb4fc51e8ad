"""caught by m1.e2.correct m1.e2.hidden: wraps with any stride, and visits some elements twice and others never."""


def sum_in_order(x: np.ndarray, pattern: str, stride: int) -> float:
    if pattern == "passes":
        return float(_sum_in_passes(x, stride))
    if pattern != "wrap":
        raise ValueError(f"there is no pattern {pattern!r}")
    return float(_sum_wrapped(x, stride % len(x) if len(x) else 0))
