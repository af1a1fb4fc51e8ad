"""caught by m5.x2.hidden: lets numpy say that there is no such token."""


def _check(model: Model, tokens: np.ndarray) -> None:
    if type(tokens) is not np.ndarray or tokens.dtype != np.int64:
        raise TypeError("tokens should be a numpy array of int64")
    if tokens.ndim != 1:
        raise ValueError("tokens should have one dimension")
    if len(tokens) and tokens.min() < 0:
        raise ValueError("a token that does not exist")
