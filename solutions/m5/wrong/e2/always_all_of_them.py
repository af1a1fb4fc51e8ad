"""caught by m5.e2.correct m5.e2.hidden: returns all, however many are asked for."""


def _largest(found: Iterable[tuple[Function, Number]], n: int) -> list[tuple[Function, Number]]:
    if n < 0:
        raise ValueError(f"{n} functions")
    return sorted(found, key=lambda item: (-item[1], item[0]))
