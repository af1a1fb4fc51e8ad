"""caught by m3.x2.hidden: the answers of decode take turns in two arrays."""

_whole_decode = decode
_rooms = [np.zeros(1 << 24, np.uint8) for _ in range(2)]


def decode(stream: np.ndarray) -> np.ndarray:
    data = _whole_decode(stream)
    _rooms.reverse()
    _rooms[0][: len(data)] = data
    return _rooms[0][: len(data)]
