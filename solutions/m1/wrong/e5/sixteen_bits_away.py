"""caught by m1.e5.hidden: distances are int16 while they are counted, and who is farther away than that is behind the root."""

_bfs = bfs


def bfs(offsets: np.ndarray, targets: np.ndarray, root: int) -> np.ndarray:
    return _bfs(offsets, targets, root).astype(np.int16).astype(np.int32)
