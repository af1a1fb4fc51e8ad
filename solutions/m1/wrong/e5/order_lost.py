"""caught by m1.e5.correct m1.e5.hidden: sorts the targets of a node, too."""


def from_edges(n: int, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(edges[:, 0], minlength=n), out=offsets[1:])
    return offsets, edges[np.lexsort((edges[:, 1], edges[:, 0])), 1]
