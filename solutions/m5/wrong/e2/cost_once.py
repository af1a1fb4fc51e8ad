"""caught by m5.e2.correct m5.e2.hidden: a function costs the profiler something once."""


def without_profiler(path: str | Path, cost: float, n: int) -> list[tuple[Function, float]]:
    if not (math.isfinite(cost) and cost >= 0):
        raise ValueError(f"a call cannot cost {cost} seconds")
    stats = _read(path)
    return _largest(((each, max(own - cost, 0.0)) for each, (_, _, own, _, _) in stats.items()), n)
