"""caught by m5.e8.hidden: a kernel without arrays is not looked at."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    if not kernel["arrays"]:
        return 0.0
    _check(kernel)
    return float(sum(_reach(step) * (1 if access == "r" else 2) for access, _, step in kernel["arrays"]))
