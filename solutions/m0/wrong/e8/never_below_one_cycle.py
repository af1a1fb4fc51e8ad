"""caught by m0.e8.correct m0.e8.hidden: a core begins no more than one operation in a cycle."""


def bound(latency: float, throughput: float, chains: int) -> float:
    """Either the chains are waiting, or the core is busy."""
    return float(max(latency / chains, 1 / min(throughput, 1)))
