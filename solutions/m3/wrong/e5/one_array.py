"""caught by m3.e5.correct m3.e5.hidden: the three coordinates are rows of one array, not a tuple."""

_decode_to_tuple = decode3


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.stack(_decode_to_tuple(codes))  # type: ignore[return-value]
