"""caught by m5.e5.correct m5.e5.hidden: reads when somebody asks, and nothing runs at the same time."""


def prefetch(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """A generator."""
    if depth < 1:
        raise ValueError("depth should be 1 or more")
    return (item for item in iterable)
