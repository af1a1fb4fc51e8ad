"""caught by m1.e2.hidden: multiplies before it wraps, and an int64 has no room for the product of a large stride."""


@njit
def _sum_wrapped(x, stride):
    total = np.float32(0)
    for i in range(len(x)):
        total += x[i * stride % len(x)]
    return total


def sum_in_order(x: np.ndarray, pattern: str, stride: int) -> float:
    if pattern == "passes":
        return float(_sum_in_passes(x, stride))
    if pattern != "wrap" or (len(x) and math.gcd(len(x), stride) != 1):
        raise ValueError(f"no order {pattern!r} in steps of {stride}")
    return float(_sum_wrapped(x, stride))
