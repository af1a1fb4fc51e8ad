"""caught by m5.x3.hidden: lists are made arrays."""


def _check(large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int) -> None:
    prompt = np.asarray(prompt)
    if type(prompt) is not np.ndarray or prompt.dtype != np.int64:
        raise TypeError("the prompt should be a numpy array of int64")
    if prompt.ndim != 1 or len(prompt) == 0 or count < 0 or drafts < 0:
        raise ValueError("a prompt with one dimension and some tokens, and numbers that are 0 or more")
    if large.vocabulary != small.vocabulary or prompt.min() < 0 or prompt.max() >= large.vocabulary:
        raise ValueError("tokens that do not exist")
    if len(prompt) + count > min(large.places, small.places):
        raise ValueError(f"{len(prompt)} tokens and {count} more are too many")


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    _check(large, small, prompt, count, drafts)
    prompt = np.asarray(prompt)
    large.forget(0)
    small.forget(0)
    known = prompt.tolist()
    end = len(known) + count
    while len(known) < end:
        guessed, chances = _guess(small, known, min(drafts, end - len(known) - 1), rng)
        rows = large.read((known + guessed)[large.length :])
        known += _accepted(guessed, chances, rows[len(rows) - len(guessed) - 1 :], rng)
        # The last token is always a new one; of those before it, the readers may know more than has become of them.
        for reader in (large, small):
            reader.forget(min(reader.length, len(known) - 1))
    return np.array(known[len(prompt) :], np.int64)
