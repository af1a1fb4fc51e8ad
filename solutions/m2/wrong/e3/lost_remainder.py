"""caught by m2.e3.correct m2.e3.hidden: cuts into equal pieces and drops the remainder."""


def _share(x: np.ndarray, workers: int, worker: int) -> np.ndarray:
    """The piece of x for one worker."""
    size = len(x) // workers
    return x[size * worker : size * (worker + 1)]
