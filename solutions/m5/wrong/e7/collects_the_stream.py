"""caught by m5.e7.correct m5.e7.hidden: the whole stream is kept, then sorted."""


def top_k(stream: Iterable[np.ndarray], k: int) -> np.ndarray:
    """The k largest so far are kept; of a new piece, only what is larger than the smallest of them is looked at."""
    if k < 0:
        raise ValueError("k should be 0 or more")
    kept = np.empty(0)  # the smallest comes first, once there are k
    for piece in stream:
        new = _checked(piece)
        kept = np.concatenate([kept, new])
    kept.sort()
    return kept[::-1][:k].copy()
