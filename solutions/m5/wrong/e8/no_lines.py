"""caught by m5.e8.correct m5.e8.hidden: counts the elements, not the lines that they lie in."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return float(sum((item if step else 0) * (1 if access == "r" else 2) for access, item, step in kernel["arrays"]))
