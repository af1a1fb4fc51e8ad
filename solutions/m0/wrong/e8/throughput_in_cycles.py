"""caught by m0.e8.correct m0.e8.hidden: takes throughput for cycles per operation."""


def bound(latency: float, throughput: float, chains: int) -> float:
    """Either the chains are waiting, or the core is busy."""
    return float(max(latency / chains, throughput))
