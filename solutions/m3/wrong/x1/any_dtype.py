"""caught by m3.x1.hidden: any dtype will do."""


def _take(array: np.ndarray, dtype: type, dimensions: int) -> None:
    if array.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimensions is asked for, not of {array.ndim}")
