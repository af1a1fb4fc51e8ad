"""caught by m5.e7.hidden: NaN is a number like others."""


def _checked(piece: np.ndarray) -> np.ndarray:
    if type(piece) is not np.ndarray or piece.dtype != np.float64:
        raise TypeError("a piece should be a numpy array of float64")
    if piece.ndim != 1:
        raise ValueError("a piece should have one dimension")
    return piece
