"""caught by m3.e8.hidden: the table is read once and kept."""

_kept: dict[str, float] = {}


def _keep(table: dict[str, float]) -> dict[str, float]:
    _kept.update(table)
    return _kept


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(range(rows * columns), line, lines)
    by_columns = _walk((row * columns + column for column in range(columns) for row in range(rows)), line, lines)
    return energy(by_rows, _kept or _keep(table)), energy(by_columns, _kept)
