"""caught by m3.x1.hidden, perhaps m3.x1.speed: makes whole numbers of x, with one scale for all of it."""


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Sums of products of whole numbers, times what they are worth."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    unit = float(np.abs(x).max(initial=0)) / 32767
    whole = np.rint(x / unit if unit else x).astype(np.float64).reshape(-1, GROUP)
    answer = np.zeros(len(packed), np.float32)
    for row in range(len(packed)):
        stored = packed[row].reshape(-1, HALF)
        numbers = np.concatenate([stored & 15, stored >> 4], axis=1).astype(np.float64) - 8
        answer[row] = ((numbers * whole).sum(axis=1) * scales[row]).sum() * unit
    return answer
