"""caught by m3.e7.hidden: the answers of decode take turns in two arrays."""

_whole_decode = decode
_rooms = [np.zeros((1 << 20, 3), np.float32) for _ in range(2)]


def decode(meta: dict[str, Any], cells: dict[str, bytes]) -> np.ndarray:
    points = _whole_decode(meta, cells)
    _rooms.reverse()
    _rooms[0][: len(points)] = points
    return _rooms[0][: len(points)]
