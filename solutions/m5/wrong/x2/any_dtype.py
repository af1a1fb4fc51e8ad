"""caught by m5.x2.hidden: tokens of any whole dtype."""


def _check(model: Model, tokens: np.ndarray) -> None:
    if type(tokens) is not np.ndarray or tokens.dtype.kind not in "iu":
        raise TypeError("tokens should be a numpy array of int64")
    if tokens.ndim != 1:
        raise ValueError("tokens should have one dimension")
    if len(tokens) and not (tokens.min() >= 0 and tokens.max() < len(model["words"])):
        raise ValueError("a token that does not exist")
