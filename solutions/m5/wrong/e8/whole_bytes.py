"""caught by m5.e8.hidden: the traffic is an int."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return sum(_reach(step) * (1 if access == "r" else 2) for access, _, step in kernel["arrays"])
