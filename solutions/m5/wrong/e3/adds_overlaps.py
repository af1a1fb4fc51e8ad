"""caught by m5.e3.correct m5.e3.hidden: overlapping intervals are counted twice."""


def busy_us(intervals: list[tuple[float, float]]) -> float:
    """In the order of their beginnings, each interval adds what lies behind the latest end so far."""
    total, until = 0.0, -math.inf
    for begin, end in sorted(intervals):
        if end > until:
            total += end - begin
            until = end
    return total
