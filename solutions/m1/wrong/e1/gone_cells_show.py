"""caught by m1.e1.correct m1.e1.hidden: the trace shows popped numbers until somebody writes over them."""

_trace = trace


def trace(operations: list[tuple[Any, ...]]) -> list[str]:
    lines, cells = [], []
    for line in _trace(operations):
        now = line.split()
        before = cells if len(cells) == len(now) else ["*"] * len(now)
        cells = [old if cell == "*" else cell for cell, old in zip(now, before, strict=True)]
        lines.append(" ".join(cells))
    return lines
