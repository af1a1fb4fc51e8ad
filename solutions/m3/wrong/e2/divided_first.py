"""caught by m3.e2.hidden: divides by a first, so the rounding decides otherwise."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """The root that needs no subtraction first; the other one from their product, which is c / a."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    a, b, c = 1.0, b / a, c / a
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    if inside == 0:
        return (-b / (2 * a),) * 2
    half = -0.5 * (b + math.copysign(math.sqrt(inside), b))
    one, other = half / a, c / half
    return (float(min(one, other)), float(max(one, other)))
