"""caught by m5.e8.correct m5.e8.hidden: adds the three times up."""


def predict(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> float:
    """The slowest of the three decides: the others go on meanwhile."""
    return sum(_times(kernel, n, machine).values())
