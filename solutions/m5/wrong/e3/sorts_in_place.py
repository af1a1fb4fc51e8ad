"""caught by m5.e3.correct m5.e3.hidden: the list that was given is sorted."""


def busy_us(intervals: list[tuple[float, float]]) -> float:
    """In the order of their beginnings, each interval adds what lies behind the latest end so far."""
    total, until = 0.0, -math.inf
    intervals.sort()
    for begin, end in intervals:
        if end > until:
            total += end - max(begin, until)
            until = end
    return total
