"""caught by m3.e6.correct m3.e6.hidden: blue has the upper bits."""

_pack, _unpack = pack_rgb565, unpack_rgb565


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    _check(colours, np.uint8, 3)
    return _pack(colours[:, ::-1])


def unpack_rgb565(packed: np.ndarray) -> np.ndarray:
    return _unpack(packed)[:, ::-1].copy()
