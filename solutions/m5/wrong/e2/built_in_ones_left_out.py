"""caught by m5.e2.correct m5.e2.hidden: leaves out what comes from C."""


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    column = {"own": 2, "cumulative": 3, "calls": 1}[key]
    kind = int if key == "calls" else float
    found = [(function, kind(numbers[column])) for function, numbers in ((f, each) for f, each in stats.items() if f[0] != "~")]
    return _largest(found, n)
