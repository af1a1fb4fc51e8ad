"""caught by m3.e2.correct m3.e2.hidden: divides c by the root that has lost its digits."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """One root, and c divided by it."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    half = -0.5 * (b - math.copysign(math.sqrt(inside), b))
    if half == 0:
        half = -b
        if half == 0:
            return (0.0, 0.0)
    one, other = half / a, c / half
    return (min(one, other), max(one, other))
