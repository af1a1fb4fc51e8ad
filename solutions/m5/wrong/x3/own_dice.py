"""caught by m5.x3.correct m5.x3.hidden: has its own random numbers for the guesses."""


def _guess(small: Reader, known: list[int], guesses: int, rng: np.random.Generator) -> tuple[list[int], list[np.ndarray]]:
    rng = np.random.default_rng(1)
    guessed: list[int] = []
    chances: list[np.ndarray] = []
    for _ in range(guesses):
        chances.append(small.read((known + guessed)[small.length :])[-1])
        guessed.append(_drawn(chances[-1], rng))
    return guessed, chances
