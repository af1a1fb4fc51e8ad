"""caught by m1.e5.correct m1.e5.hidden: starts where no edge leads to, or at 0, and looks whether it comes by there again."""


def is_dag(offsets: np.ndarray, targets: np.ndarray) -> bool:
    starts = np.ones(len(offsets) - 1, bool)
    starts[targets] = False
    starts[:1] = True
    for root in np.flatnonzero(starts):
        reached = bfs(offsets, targets, root) >= 0
        if np.isin(root, targets[np.repeat(reached, np.diff(offsets))]):
            return False
    return True
