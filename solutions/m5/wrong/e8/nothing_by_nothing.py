"""caught by m5.e8.correct m5.e8.hidden: without traffic there is no intensity."""


def intensity(kernel: dict[str, Any]) -> float:
    """Flops per byte."""
    moved = traffic(kernel)
    if kernel["flops"] == 0:
        return 0.0
    return float(kernel["flops"] / moved)
