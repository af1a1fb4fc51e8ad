"""caught by m0.e8.correct m0.e8.hidden: rounds up to whole cycles."""

import math


def bound(latency: float, throughput: float, chains: int) -> float:
    """Either the chains are waiting, or the core is busy."""
    return float(max(math.ceil(latency / chains), math.ceil(1 / throughput)))
