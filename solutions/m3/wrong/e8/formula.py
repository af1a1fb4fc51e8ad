"""caught by m3.e8.correct m3.e8.hidden: columns find their lines again as soon as the cache has as many as rows."""


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(range(rows * columns), line, lines)
    by_columns = by_rows.copy()
    if lines < rows:
        by_columns["dram read"] = rows * columns * line
    return energy(by_rows, table), energy(by_columns, table)
