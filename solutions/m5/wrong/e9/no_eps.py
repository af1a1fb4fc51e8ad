"""caught by m5.e9.hidden: nothing is added to the variance."""


def _factor_and_shift(norm: Layer) -> tuple[np.ndarray, np.ndarray]:
    """A norm as one multiplication and one addition, in double precision."""
    factor = norm["gain"] / np.sqrt(norm["var"].astype(np.float64))
    return factor, norm["shift"] - norm["mean"] * factor
