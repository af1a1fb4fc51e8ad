"""caught by m3.e7.correct: the sorted codes are stored as they are, in planes: 19 bits a point."""


def encode(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells): sort the codes, keep only the differences, and lay their bytes out so that equal ones are neighbours."""
    if type(points) is not np.ndarray or points.dtype != np.float32 or points.ndim != 2 or points.shape[1] != 3:
        raise ValueError("points should be an array of float32 of shape (n, 3)")
    _check_bits(cell_bits, q_bits)
    if type(level) is not int or not 0 <= level <= 9:
        raise ValueError("level should be 0 to 9")
    if not np.isfinite(points).all():
        raise ValueError("all coordinates should be finite")
    zero = np.zeros(3)
    low, high = (points.min(0).astype(float), points.max(0).astype(float)) if len(points) else (zero, zero)
    meta = {"cell_bits": cell_bits, "q_bits": q_bits, "low": low.tolist(), "high": high.tolist()}
    codes = np.sort(_codes(points, low, high, cell_bits + q_bits))
    table, cells = {}, {}
    numbers = codes >> np.uint64(3 * q_bits)
    starts = np.flatnonzero(np.diff(numbers, prepend=np.uint64(1 << 63)))
    # The first code of a cell is kept as it is, without the number of the cell; of all others the difference from the last.
    deltas = np.diff(codes, prepend=np.uint64(0))
    deltas = codes & np.uint64((1 << 3 * q_bits) - 1)
    rows = deltas.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : _planes(q_bits)]
    borders = [*starts.tolist(), len(codes)]
    for number, start, end in zip(numbers[starts].tolist(), borders[:-1], borders[1:], strict=True):
        content = zlib.compress(rows[start:end].T.tobytes(), level)
        cells[format(number, "x")] = content
        table[format(number, "x")] = [end - start, len(content), zlib.crc32(content)]
    return {**meta, "cells": table}, cells


def _unpacked(content: bytes, count: int, q_bits: int) -> np.ndarray:
    """The codes in a cell of so many points; no more is unpacked than they need."""
    planes = _planes(q_bits)
    if count * planes > 1100 * len(content):
        raise ValueError("nothing that zlib packs becomes so small")
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(content, count * planes + 1)
    except zlib.error as error:
        raise ValueError(f"a cell cannot be unpacked: {error}") from None
    if len(raw) != count * planes or not unpacker.eof or unpacker.unused_data:
        raise ValueError("a cell has not as many points as it says")
    rows = np.zeros((count, 8), np.uint8)
    rows[:, :planes] = np.frombuffer(raw, np.uint8).reshape(planes, count).T
    codes = rows.view("<u8")[:, 0]
    if codes.max() >> np.uint64(3 * q_bits) or (codes[1:] < codes[:-1]).any():
        raise ValueError("a code lies outside its cell")
    return codes
