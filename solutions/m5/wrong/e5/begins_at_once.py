"""caught by m5.e5.correct m5.e5.hidden: begins to read at the call."""


def prefetch(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """A generator begins only with its first item, so what is wrong with depth is said here."""
    if depth < 1:
        raise ValueError("depth should be 1 or more")
    steps = _read_ahead(iterable, depth)
    return _begun(next(steps), steps)


def _begun(first: Any, steps: Iterator[Any]) -> Iterator[Any]:
    """What was read already, and the rest."""
    yield first
    yield from steps
