"""caught by m5.e3.correct m5.e3.hidden: a name is given once for every copy."""


def _shares(pairs: list[tuple[str, float]]) -> list[str]:
    """The names, that with the largest sum first."""
    sums: dict[str, list[float]] = {}
    for name, share in pairs:
        sums.setdefault(name, []).append(share)
    return sorted([name for name, _ in pairs], key=lambda name: (-math.fsum(sums[name]), name))
