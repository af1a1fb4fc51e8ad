"""caught by m1.e7.correct m1.e7.hidden: the last, half-full block is never launched."""


def launch_shape(n: int, block: int) -> tuple[int, int]:
    return n // block, block
