"""caught by m5.e8.correct m5.e8.hidden: the intensity upside down."""


def intensity(kernel: dict[str, Any]) -> float:
    """Flops per byte."""
    moved = traffic(kernel)
    if kernel["flops"] == 0:
        return 0.0
    return float(moved / kernel["flops"]) if moved else math.inf
