"""caught by m5.e8.correct m5.e8.hidden: without traffic the intensity is infinite, also without flops."""


def intensity(kernel: dict[str, Any]) -> float:
    """Flops per byte."""
    moved = traffic(kernel)
    return float(kernel["flops"] / moved) if moved else math.inf
