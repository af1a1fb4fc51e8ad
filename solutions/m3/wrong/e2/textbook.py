"""caught by m3.e2.correct m3.e2.hidden: the formula from school, which subtracts what is nearly equal."""


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """Minus b, plus and minus the root, through 2 a."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    one, other = (-b - math.sqrt(inside)) / (2 * a), (-b + math.sqrt(inside)) / (2 * a)
    return (min(one, other), max(one, other))
