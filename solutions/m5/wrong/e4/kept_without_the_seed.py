"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: an order of the same size gets the answer to the one before."""

_whole_run, _kept = run, {}


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What the slow factory makes of the same order."""
    order = triangles, samples, iterations
    if order not in _kept or any(type(number) is not int or number < 0 for number in (seed, *order)) or seed >= 2**64:
        _kept[order] = _whole_run(seed, *order)
    return dict(_kept[order])
