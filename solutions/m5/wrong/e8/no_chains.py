"""caught by m5.e8.correct m5.e8.hidden: forgets those who wait."""


def predict(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> float:
    """The slowest of the three decides: the others go on meanwhile."""
    return max(list(_times(kernel, n, machine).values())[:2])
