"""caught by m1.e2.correct m1.e2.hidden: sums front to back, whatever the pattern."""


def sum_in_order(x: np.ndarray, pattern: str, stride: int) -> float:
    if pattern not in ("passes", "wrap") or (pattern == "wrap" and math.gcd(max(len(x), 1), stride) != 1):
        raise ValueError
    return float(x.sum())
