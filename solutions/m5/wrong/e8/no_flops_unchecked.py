"""caught by m5.e8.hidden: a kernel without flops is not looked at."""


def intensity(kernel: dict[str, Any]) -> float:
    """Flops per byte."""
    if kernel["flops"] == 0:
        return 0.0
    moved = traffic(kernel)
    return float(kernel["flops"] / moved) if moved else math.inf
