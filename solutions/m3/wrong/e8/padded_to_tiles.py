"""caught by m3.e8.hidden: fills up with zeros to whole pieces, however long these are."""


def mma(A: np.ndarray, B: np.ndarray, tile: int, in_type: str, acc_type: str) -> np.ndarray:
    """A @ B, piece by piece, with narrow inputs and a narrow accumulator."""
    _take(A, np.float32, 2)
    _take(B, np.float32, 2)
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{A.shape} and {B.shape} do not fit together")
    if tile < 1:
        raise ValueError("a piece has one product or more")
    more = -A.shape[1] % tile
    A, B = np.pad(A, ((0, 0), (0, more))), np.pad(B, ((0, more), (0, 0)))
    left, right = round_to(A, in_type).astype(np.float64), round_to(B, in_type).astype(np.float64)
    accumulator = round_to(np.zeros((len(A), B.shape[1]), np.float32), acc_type)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(B), tile):
            piece = left[:, start : start + tile] @ right[start : start + tile]
            accumulator = round_to((accumulator + piece).astype(np.float32), acc_type)
    return accumulator
