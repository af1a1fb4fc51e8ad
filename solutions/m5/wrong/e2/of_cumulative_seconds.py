"""caught by m5.e2.correct m5.e2.hidden: takes it from the cumulative seconds."""


def without_profiler(path: str | Path, cost: float, n: int) -> list[tuple[Function, float]]:
    if not (math.isfinite(cost) and cost >= 0):
        raise ValueError(f"a call cannot cost {cost} seconds")
    stats = _read(path)
    return _largest(((each, max(whole - cost * calls, 0.0)) for each, (_, calls, _, whole, _) in stats.items()), n)
