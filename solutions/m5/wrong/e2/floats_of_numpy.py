"""caught by m5.e2.correct m5.e2.hidden: the seconds of callers are numbers of numpy."""

import numpy as np


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    """Who is to blame for this function: all who call it, each with the cumulative seconds of the calls from there."""
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = [each for each in stats[function][4] if each != function]
    seconds = np.array([stats[function][4][each][3] for each in callers], float)
    return _largest(zip(callers, seconds, strict=True), len(callers))
