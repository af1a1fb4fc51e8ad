"""caught by m5.e2.correct m5.e2.hidden: the own seconds of the calls from there."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    others = ((caller, float(numbers[2])) for caller, numbers in callers.items() if caller != function)
    return _largest(others, len(callers))
