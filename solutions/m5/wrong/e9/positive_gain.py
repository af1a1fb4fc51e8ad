"""caught by m5.e9.correct m5.e9.hidden: a negative gain is taken for a positive one."""


def _factor_and_shift(norm: Layer) -> tuple[np.ndarray, np.ndarray]:
    """A norm as one multiplication and one addition, in double precision."""
    factor = np.abs(norm["gain"]) / np.sqrt(norm["var"].astype(np.float64) + EPS)
    return factor, norm["shift"] - norm["mean"] * factor
