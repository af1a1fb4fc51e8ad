"""caught by m5.e8.correct m5.e8.hidden: only what is written without being read counts twice."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return float(sum(_reach(step) * (2 if access == "w" else 1) for access, _, step in kernel["arrays"]))
