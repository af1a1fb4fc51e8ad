"""caught by m1.e6.hidden: programs that need as much memory share it, and overwrite each other's outputs."""

_shared: dict[tuple, np.ndarray] = {}


def _views(graph: Graph, shapes: list[Shape]) -> tuple[np.ndarray, list[np.ndarray]]:
    slots, count = _slots(graph)
    size = max(rows * columns for rows, columns in shapes)
    memory = _shared.setdefault((count, size), np.zeros((count, size), np.float32))
    views = [memory[slot, : rows * columns].reshape(rows, columns) for slot, (rows, columns) in zip(slots, shapes, strict=True)]
    return memory, views
