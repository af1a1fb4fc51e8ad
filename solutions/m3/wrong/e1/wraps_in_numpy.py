"""caught by m3.e1.correct m3.e1.hidden: lets numpy wrap, in the widths that numpy has, and up to its largest value."""


def wrap(value: int, bits: int) -> int:
    """numpy's integers of that width."""
    if bits < 1:
        raise ValueError("an integer has one bit or more")
    narrow = np.array([value]).astype(f"i{max(bits // 8, 1)}")
    return int(narrow[0])
