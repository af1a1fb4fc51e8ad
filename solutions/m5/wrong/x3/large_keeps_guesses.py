"""caught by m5.x3.correct m5.x3.hidden: the large model still knows guesses that were not accepted."""


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    _check(large, small, prompt, count, drafts)
    large.forget(0)
    small.forget(0)
    known = prompt.tolist()
    end = len(known) + count
    while len(known) < end:
        guessed, chances = _guess(small, known, min(drafts, end - len(known) - 1), rng)
        rows = large.read([known[-1], *guessed] if large.length else known + guessed)
        known += _accepted(guessed, chances, rows[len(rows) - len(guessed) - 1 :], rng)
        small.forget(min(small.length, len(known) - 1))
        large.forget(min(large.length, end - 1 - min(drafts, end - len(known) - 1)) if len(known) < end else large.length)
    return np.array(known[len(prompt) :], np.int64)
