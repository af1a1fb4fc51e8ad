"""caught by m3.e8.correct m3.e8.hidden: a column never finds its lines again."""


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(range(rows * columns), line, lines)
    by_columns = _walk((row * columns + column for column in range(columns) for row in range(rows)), line, lines)
    by_columns["dram read"] = rows * columns * line
    return energy(by_rows, table), energy(by_columns, table)
