"""caught by m3.e7.correct m3.e7.hidden: coordinates that are not finite are not refused."""


def encode(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells): sort the codes, keep only the differences, and lay their bytes out so that equal ones are neighbours."""
    if type(points) is not np.ndarray or points.dtype != np.float32 or points.ndim != 2 or points.shape[1] != 3:
        raise ValueError("points should be an array of float32 of shape (n, 3)")
    _check_bits(cell_bits, q_bits)
    if type(level) is not int or not 0 <= level <= 9:
        raise ValueError("level should be 0 to 9")
    zero = np.zeros(3)
    low, high = (points.min(0).astype(float), points.max(0).astype(float)) if len(points) else (zero, zero)
    meta = {"cell_bits": cell_bits, "q_bits": q_bits, "low": low.tolist(), "high": high.tolist()}
    codes = np.sort(_codes(points, low, high, cell_bits + q_bits))
    table, cells = {}, {}
    numbers = codes >> np.uint64(3 * q_bits)
    starts = np.flatnonzero(np.diff(numbers, prepend=np.uint64(1 << 63)))
    # The first code of a cell is kept as it is, without the number of the cell; of all others the difference from the last.
    deltas = np.diff(codes, prepend=np.uint64(0))
    deltas[starts] = codes[starts] & np.uint64((1 << 3 * q_bits) - 1)
    rows = deltas.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : _planes(q_bits)]
    borders = [*starts.tolist(), len(codes)]
    for number, start, end in zip(numbers[starts].tolist(), borders[:-1], borders[1:], strict=True):
        content = zlib.compress(rows[start:end].T.tobytes(), level)
        cells[format(number, "x")] = content
        table[format(number, "x")] = [end - start, len(content), zlib.crc32(content)]
    return {**meta, "cells": table}, cells
