"""caught by m3.e8.hidden: takes float64, too."""


def _take(array: np.ndarray, dtype: type, dimensions: int) -> None:
    if array.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimensions is asked for, not of {array.ndim}")
