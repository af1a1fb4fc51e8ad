"""caught by m5.x3.hidden: tokens of any whole dtype."""


def _check(large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int) -> None:
    if type(prompt) is not np.ndarray or prompt.dtype.kind not in "iu":
        raise TypeError("the prompt should be a numpy array of int64")
    if prompt.ndim != 1 or len(prompt) == 0 or count < 0 or drafts < 0:
        raise ValueError("a prompt with one dimension and some tokens, and numbers that are 0 or more")
    if large.vocabulary != small.vocabulary or prompt.min() < 0 or prompt.max() >= large.vocabulary:
        raise ValueError("tokens that do not exist")
    if len(prompt) + count > min(large.places, small.places):
        raise ValueError(f"{len(prompt)} tokens and {count} more are too many")
