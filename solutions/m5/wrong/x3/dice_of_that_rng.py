"""caught by m5.x3.hidden: makes dice once for each rng, and goes on with them whatever its state is."""

_dice = {}


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    _check(large, small, prompt, count, drafts)
    rng = _dice.setdefault(id(rng), (rng, np.random.default_rng(int(rng.integers(1 << 40)))))[1]
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
