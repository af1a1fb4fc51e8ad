"""caught by m3.e6.correct m3.e6.hidden: the power of two that is not below 0 or -1 is 1, and their lowest bit is -1."""


def next_pow2(n: int) -> int:
    return 1 << max(n - 1, 0).bit_length() if n < 1 and isinstance(n, int) else 1 << (_positive(n) - 1).bit_length()
