"""caught by m5.x3.correct m5.x3.hidden: exact, but guesses what is likeliest, so that less is accepted than could be."""


def _guess(small: Reader, known: list[int], guesses: int, rng: np.random.Generator) -> tuple[list[int], list[np.ndarray]]:
    guessed: list[int] = []
    chances: list[np.ndarray] = []
    for _ in range(guesses):
        row = small.read((known + guessed)[small.length :])[-1]
        guessed.append(int(np.argmax(row)))
        chances.append(np.eye(len(row))[guessed[-1]])
    return guessed, chances
