"""caught by m3.e7.correct m3.e7.hidden: the bound leaves out the rounding to float32."""


def max_error_bound(meta: dict[str, Any]) -> np.ndarray:
    """Half a step, and the rounding of the answer."""
    _check_meta(meta)
    low, high = np.array(meta["low"]), np.array(meta["high"])
    width = (high - low) / 2.0 ** (meta["cell_bits"] + meta["q_bits"])
    return width / 2
