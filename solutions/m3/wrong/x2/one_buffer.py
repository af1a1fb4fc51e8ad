"""caught by m3.x2.hidden: all streams share one array."""

_whole_encode = encode
_room = np.zeros(1 << 22, np.uint8)


def encode(data: np.ndarray) -> np.ndarray:
    stream = _whole_encode(data)
    _room[: len(stream)] = stream
    return _room[: len(stream)]
