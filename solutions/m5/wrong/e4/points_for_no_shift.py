"""caught by m5.e4.hidden: the points are made before anybody asks whether there is a shift."""

_of_any_order = run


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What the slow factory makes of the same order."""
    answer = _of_any_order(seed, triangles, samples, iterations)
    if not iterations:
        _cloud(np.uint64(seed), triangles, samples)
    return answer
