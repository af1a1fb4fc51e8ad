"""caught by m5.e2.correct m5.e2.hidden: who calls most often comes first."""


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    others = [caller for caller in callers if caller != function]
    others.sort(key=lambda caller: (-callers[caller][0], caller))
    return [(caller, float(callers[caller][3])) for caller in others]
