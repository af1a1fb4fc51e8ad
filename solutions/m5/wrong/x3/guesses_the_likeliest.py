"""caught by m5.x3.correct m5.x3.hidden: guesses the likeliest token, and counts it as drawn."""


def _guess(small: Reader, known: list[int], guesses: int, rng: np.random.Generator) -> tuple[list[int], list[np.ndarray]]:
    guessed: list[int] = []
    chances: list[np.ndarray] = []
    for _ in range(guesses):
        chances.append(small.read((known + guessed)[small.length :])[-1])
        guessed.append(int(np.argmax(chances[-1])))
    return guessed, chances
