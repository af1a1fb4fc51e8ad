"""caught by m5.x3.correct, perhaps m5.x3.hidden: the number that refused the guess draws the other token, too."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        luck = rng.random()
        if luck * chance[token] >= rows[i, token]:
            upto = np.cumsum(np.maximum(rows[i] - chance, 0))
            return [*guessed[:i], int(np.searchsorted(upto, luck * upto[-1], side="right"))]
    return [*guessed, _drawn(rows[-1], rng)]
