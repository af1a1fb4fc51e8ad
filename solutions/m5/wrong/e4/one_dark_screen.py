"""caught by m5.e4.hidden: all answers without shifts share one dark picture."""

_whole_run, _dark = run, np.zeros((48, 64), np.uint8)


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What the slow factory makes of the same order."""
    answer = _whole_run(seed, triangles, samples, iterations)
    return answer if iterations else {**answer, "picture": _dark}
