"""caught by m5.e2.correct m5.e2.hidden: a function of the same name in another file is left out, too."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    return _largest(
        ((caller, float(numbers[3])) for caller, numbers in callers.items() if caller[2] != function[2]), len(callers)
    )
