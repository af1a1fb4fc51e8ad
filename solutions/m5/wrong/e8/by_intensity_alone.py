"""caught by m5.e8.correct m5.e8.hidden: memory or compute, by the ridge of the last level."""


def bound(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> str:
    """Which of the three it is."""
    _check(kernel, n)
    ridge = machine["peak"] / machine["levels"][-1][1]
    return "memory" if intensity(kernel) <= ridge else "compute"
