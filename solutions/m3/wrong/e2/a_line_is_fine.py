"""caught by m3.e2.correct m3.e2.hidden: with a = 0 there is one solution, but the contract says ValueError."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """The root that needs no subtraction first, or that of a line."""
    if not all(map(math.isfinite, (a, b, c))):
        raise ValueError("all three are finite")
    if a == 0:
        return (-c / b,) if b else ()
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    half = -0.5 * (b + math.copysign(math.sqrt(inside), b))
    if half == 0:
        return (0.0, 0.0)
    one, other = half / a, c / half
    return (min(one, other), max(one, other))
