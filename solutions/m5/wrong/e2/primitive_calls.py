"""caught by m5.e2.correct m5.e2.hidden: counts primitive calls only."""


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    column = {"own": 2, "cumulative": 3, "calls": 0}[key]
    kind = int if key == "calls" else float
    found = [(function, kind(numbers[column])) for function, numbers in stats.items()]
    return _largest(found, n)
