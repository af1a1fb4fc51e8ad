"""caught by m3.e7.hidden: takes the cells in the order in which meta names them."""


def decode(meta: dict[str, Any], cells: dict[str, bytes]) -> np.ndarray:
    """The points in the order of their codes."""
    _check_cloud(meta, cells)
    cell_bits, q_bits = meta["cell_bits"], meta["q_bits"]
    codes = [np.zeros(0, np.uint64)]
    for name in meta["cells"]:
        codes.append(_unpacked(cells[name], meta["cells"][name][0], q_bits) | np.uint64(int(name, 16) << 3 * q_bits))
    all_codes = np.concatenate(codes)
    points = np.empty((len(all_codes), 3), np.float32)
    for axis, (low, high) in enumerate(zip(meta["low"], meta["high"], strict=True)):
        steps = _gather(all_codes >> np.uint64(axis))
        points[:, axis] = low + (steps.astype(float) + 0.5) * ((high - low) / 2.0 ** (cell_bits + q_bits))
    return points
