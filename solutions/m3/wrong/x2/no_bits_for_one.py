"""caught by m3.x2.correct m3.x2.hidden: a single value has a code without bits."""


def _lengths(counts: np.ndarray) -> np.ndarray:
    """How long the code of each value is: join the two rarest groups until one is left; each join adds a bit to their codes."""
    groups = [(int(counts[value]), int(value), [int(value)]) for value in np.flatnonzero(counts)]
    lengths = np.zeros(256, np.uint8)
    heapq.heapify(groups)
    while len(groups) > 1:
        one, other = heapq.heappop(groups), heapq.heappop(groups)
        both = one[2] + other[2]
        lengths[both] += 1
        heapq.heappush(groups, (one[0] + other[0], one[1], both))
    return lengths
