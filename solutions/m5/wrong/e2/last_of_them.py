"""caught by m5.e2.hidden: n = -1 leaves out the last one."""


def _largest(found: Iterable[tuple[Function, Number]], n: int) -> list[tuple[Function, Number]]:
    return sorted(found, key=lambda item: (-item[1], item[0]))[:n]
