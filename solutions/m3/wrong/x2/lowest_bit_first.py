"""caught by m3.x2.correct m3.x2.hidden: the first bit lies in the lowest bit of a byte."""

_write_above, _read_above = _write, _read
_TURNED = np.packbits(np.unpackbits(np.arange(256, dtype=np.uint8)).reshape(256, 8)[:, ::-1], axis=1)[:, 0]


def _write(data, codes, lengths, stream):
    _write_above(data, codes, lengths, stream)
    stream[:] = _TURNED[stream]


def _read(codes, *others):
    return _read_above(_TURNED[codes], *others)
