"""caught by m5.e8.hidden: isinstance takes a bool for an int."""


def _check_sizes(sizes: list[int]) -> None:
    if not all(isinstance(size, int) and size >= 1 for size in sizes):
        raise ValueError("sizes are ints of 1 or more")
