"""caught by m5.e8.correct m5.e8.hidden: what is read and written is read, fetched and written."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return float(sum(_reach(step) * {"r": 1, "w": 2, "rw": 3}[access] for access, _, step in kernel["arrays"]))
