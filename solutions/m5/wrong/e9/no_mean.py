"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: the mean of a norm is forgotten."""


def _factor_and_shift(norm: Layer) -> tuple[np.ndarray, np.ndarray]:
    """A norm as one multiplication and one addition, in double precision."""
    factor = norm["gain"] / np.sqrt(norm["var"].astype(np.float64) + EPS)
    return factor, norm["shift"].astype(np.float64)
