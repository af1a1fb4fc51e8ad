"""caught by m3.e2.correct m3.e2.hidden: divides by a first, rounds, and may find none where two are equal."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """x**2 + p x + q."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    p, q = b / a / 2, c / a
    inside = p * p - q
    if inside < 0:
        return ()
    one, other = -p - math.sqrt(inside), -p + math.sqrt(inside)
    return (min(one, other), max(one, other))
