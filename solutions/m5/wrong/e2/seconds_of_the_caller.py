"""caught by m5.e2.correct m5.e2.hidden: the seconds that the caller takes as a whole."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    others = ((caller, float(stats[caller][3])) for caller in callers if caller != function and caller in stats)
    return _largest(others, len(callers))
