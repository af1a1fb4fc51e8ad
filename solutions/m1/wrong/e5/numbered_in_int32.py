"""caught by m1.e5.speed m1.e5.hidden: sorts by node * m + place, which an int32 has no room for in large graphs."""


def from_edges(n: int, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(edges[:, 0], minlength=n), out=offsets[1:])
    place = np.arange(len(edges), dtype=np.int32)
    return offsets, edges[np.argsort(edges[:, 0] * np.int32(len(edges)) + place), 1]
