"""caught by m5.e8.correct m5.e8.hidden: everything is in the first cache."""


def _times(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> dict[str, float]:
    """The three times, in the order in which they count where they are equal."""
    _check(kernel, n)
    bandwidth = machine["levels"][0][1]
    return {
        "memory": float(n * traffic(kernel) / bandwidth),
        "compute": float(n * kernel["flops"] / machine["peak"]),
        "latency": float(machine["overhead"] + n * kernel["chain"] * machine["latency"]),
    }
