"""caught by m3.e2.correct m3.e2.hidden: not sorted."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """The root that needs no subtraction first."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    half = -0.5 * (b + math.copysign(math.sqrt(inside), b))
    return (half / a, c / half) if half else (0.0, 0.0)
