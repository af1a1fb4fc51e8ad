"""caught by m3.e8.hidden: the second walk begins with the cache of the first."""


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(range(rows * columns), line, lines)
    by_columns = (
        _walk([*range(rows * columns), *(r * columns + c for c in range(columns) for r in range(rows))], line, lines) - by_rows
    )
    return energy(by_rows, table), energy(by_columns, table)
