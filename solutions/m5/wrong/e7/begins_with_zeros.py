"""caught by m5.e7.correct m5.e7.hidden: begins with zeros, so that negative numbers do not come up."""


def top_k(stream: Iterable[np.ndarray], k: int) -> np.ndarray:
    """The k largest so far are kept; of a new piece, only what is larger than the smallest of them is looked at."""
    if k < 0:
        raise ValueError("k should be 0 or more")
    kept = np.zeros(k)
    for piece in stream:
        new = _checked(piece)
        if k and len(kept) == k:
            new = new[new > kept[0]]
        if k and len(new):
            kept = np.concatenate([kept, new])
            if len(kept) >= k:
                kept.partition(len(kept) - k)
                kept = kept[len(kept) - k :].copy()
    kept.sort()
    return kept[::-1].copy()
