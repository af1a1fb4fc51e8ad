"""caught by m5.e3.correct m5.e3.hidden: a short interval inside a long one moves the latest end back."""


def busy_us(intervals: list[tuple[float, float]]) -> float:
    """In the order of their beginnings, each interval adds what lies behind the latest end so far."""
    total, until = 0.0, -math.inf
    for begin, end in sorted(intervals):
        total += max(end - max(begin, until), 0.0)
        until = end
    return total
