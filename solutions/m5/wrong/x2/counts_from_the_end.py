"""caught by m5.x2.hidden: token -1 is the last word."""


def _check(model: Model, tokens: np.ndarray) -> None:
    if type(tokens) is not np.ndarray or tokens.dtype != np.int64:
        raise TypeError("tokens should be a numpy array of int64")
    if tokens.ndim != 1:
        raise ValueError("tokens should have one dimension")
    if len(tokens) and not (tokens.min() >= -len(model["words"]) and tokens.max() < len(model["words"])):
        raise ValueError("a token that does not exist")
