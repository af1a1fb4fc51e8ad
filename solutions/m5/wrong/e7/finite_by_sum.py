"""caught by m5.e7.hidden: the sum of finite numbers need not be finite."""


def _check(array: np.ndarray) -> None:
    if type(array) is not np.ndarray or array.dtype != np.float32:
        raise TypeError("Q, K and V should be numpy arrays of float32")
    if array.ndim != 2:
        raise ValueError("Q, K and V should have two dimensions")
    if not np.isfinite(array.sum()):
        raise ValueError("all numbers in Q, K and V should be finite")
