"""caught by m5.e8.correct m5.e8.hidden: looks whether one element fits."""


def _times(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> dict[str, float]:
    """The three times, in the order in which they count where they are equal."""
    _check(kernel, n)
    held = sum(_reach(step) for _, _, step in kernel["arrays"])
    bandwidth = next((each for size, each in machine["levels"] if held <= size), machine["levels"][-1][1])
    return {
        "memory": float(n * traffic(kernel) / bandwidth),
        "compute": float(n * kernel["flops"] / machine["peak"]),
        "latency": float(machine["overhead"] + n * kernel["chain"] * machine["latency"]),
    }
