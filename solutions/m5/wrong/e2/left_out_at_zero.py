"""caught by m5.e2.correct m5.e2.hidden: leaves out functions of which nothing is left."""


def without_profiler(path: str | Path, cost: float, n: int) -> list[tuple[Function, float]]:
    if not (math.isfinite(cost) and cost >= 0):
        raise ValueError(f"a call cannot cost {cost} seconds")
    stats = _read(path)
    found = ((each, max(own - cost * calls, 0.0)) for each, (_, calls, own, _, _) in stats.items())
    return _largest((pair for pair in found if pair[1] > 0), n)
