"""caught by m5.e8.hidden: takes the arrays out of the kernel."""

_whole_times = _times


def _times(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> dict[str, float]:
    """The three times, in the order in which they count where they are equal."""
    times = _whole_times(kernel, n, machine)
    kernel["arrays"].sort()
    machine["levels"].pop()
    return times
