"""caught by m5.e2.correct m5.e2.hidden: adds up the cumulative seconds of all callers, itself included."""


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    if key == "calls":
        return _largest(((function, each[1]) for function, each in stats.items()), n)
    if key == "own":
        return _largest(((function, float(each[2])) for function, each in stats.items()), n)
    sums = {function: float(sum(of[3] for of in each[4].values()) or each[3]) for function, each in stats.items()}
    return _largest(sums.items(), n)
