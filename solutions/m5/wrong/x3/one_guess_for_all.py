"""caught by m5.x3.correct m5.x3.hidden: all guesses of a round are drawn from the first row."""


def _guess(small: Reader, known: list[int], guesses: int, rng: np.random.Generator) -> tuple[list[int], list[np.ndarray]]:
    guessed: list[int] = []
    chances: list[np.ndarray] = []
    for _ in range(guesses):
        chances.append(chances[-1] if chances else small.read(known[small.length :])[-1])
        guessed.append(_drawn(chances[-1], rng))
    return guessed, chances
