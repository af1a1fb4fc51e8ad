"""caught by m5.e2.correct m5.e2.hidden: adds primitive calls to all calls, so that they count twice."""


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    if key == "calls":
        return _largest(((function, each[0] + each[1]) for function, each in stats.items()), n)
    return _largest(((function, float(each[2 if key == "own" else 3])) for function, each in stats.items()), n)
