"""caught by m3.x1.correct m3.x1.speed m3.x1.hidden: the answer has two dimensions."""


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product, straight from the packed weights."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    answer = np.zeros(len(packed), np.float32)
    groups = x.reshape(-1, 2, HALF)
    low = np.ascontiguousarray(groups[:, 0]).reshape(-1)
    rest = (groups[:, 1] - 16 * groups[:, 0]).reshape(-1)
    # Contiguous and writable ones need one compilation; a copy is made only of what is neither.
    packed, scales = (np.require(each, requirements=["C", "W"]) for each in (packed, scales))
    _multiply(packed, scales, low, rest, groups.sum(axis=(1, 2)), answer)
    return answer[:, None]
