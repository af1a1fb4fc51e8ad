"""caught by m5.e8.correct m5.e8.hidden: what is written is not fetched first."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return float(sum(_reach(step) * len(access) for access, _, step in kernel["arrays"]))
