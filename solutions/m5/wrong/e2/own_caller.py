"""caught by m5.e2.correct m5.e2.hidden: a function that calls itself is one of its callers."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    return _largest(((caller, float(numbers[3])) for caller, numbers in callers.items()), len(callers))
