"""caught by m3.e7.correct m3.e7.hidden: what decode needs is kept beside the cells, in a process that may have ended."""

_whole_encode, _whole_decode = encode, decode
_kept: dict[str, Any] = {}


def encode(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    meta, cells = _whole_encode(points, cell_bits, q_bits, level)
    _kept[str(sorted(meta["cells"].items()))] = cells
    return meta, cells


def decode(meta: dict[str, Any], cells: dict[str, bytes]) -> np.ndarray:
    _check_cloud(meta, cells)
    return _whole_decode(meta, _kept[str(sorted(meta["cells"].items()))])
