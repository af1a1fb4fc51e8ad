"""caught by m5.x3.hidden: makes room for all drafts, also where fewer are wanted."""

_of_any_number = speculate


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    guesses = np.empty(max(drafts, 0), np.int64)
    guesses[:1] = 0
    return _of_any_number(large, small, prompt, count, drafts, rng)
