"""caught by m1.e1.correct m1.e1.hidden: the trace takes a cell that holds 0 for one that was never written to."""

_trace = trace


def trace(operations: list[tuple[Any, ...]]) -> list[str]:
    return [" ".join("*" if cell == "0" else cell for cell in line.split()) for line in _trace(operations)]
