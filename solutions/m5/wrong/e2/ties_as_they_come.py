"""caught by m5.e2.correct m5.e2.hidden: equal ones in the order of the file."""


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    column = {"own": 2, "cumulative": 3, "calls": 1}[key]
    kind = int if key == "calls" else float
    found = [(function, kind(numbers[column])) for function, numbers in stats.items()]
    return sorted(found, key=lambda item: -item[1])[: _not_negative(n)]


def _not_negative(n: int) -> int:
    if n < 0:
        raise ValueError(f"{n} functions")
    return n


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    others = [(caller, float(numbers[3])) for caller, numbers in stats[function][4].items() if caller != function]
    return sorted(others, key=lambda item: -item[1])
