"""caught by m5.e2.correct m5.e2.hidden: those whom it calls, not those who call it."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    called = (
        (each, float(entry[4][function][3])) for each, entry in stats.items() if function in entry[4] and each != function
    )
    return _largest(called, len(stats))
