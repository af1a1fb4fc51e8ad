"""caught by m3.e8.correct m3.e8.hidden: every row begins with a line of its own."""


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(
        (row * -(-columns // line) * line + column for row in range(rows) for column in range(columns)), line, lines
    )
    by_columns = _walk(
        (row * -(-columns // line) * line + column for column in range(columns) for row in range(rows)), line, lines
    )
    return energy(by_rows, table), energy(by_columns, table)
