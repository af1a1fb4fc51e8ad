"""caught by m5.x3.correct m5.x3.hidden: lets the small model forget before its first guess, which it may never make."""


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    _check(large, small, prompt, count, drafts)
    large.forget(0)
    known = prompt.tolist()
    end = len(known) + count
    while len(known) < end:
        if len(known) == len(prompt) and min(drafts, count - 1) > 0:
            small.forget(0)
        guessed, chances = _guess(small, known, min(drafts, end - len(known) - 1), rng)
        rows = large.read((known + guessed)[large.length :])
        known += _accepted(guessed, chances, rows[len(rows) - len(guessed) - 1 :], rng)
        # The last token is always a new one; of those before it, the readers may know more than has become of them.
        for reader in (large, small):
            reader.forget(min(reader.length, len(known) - 1))
    return np.array(known[len(prompt) :], np.int64)
