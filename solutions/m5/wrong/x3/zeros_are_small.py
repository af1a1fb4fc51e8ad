"""caught by m5.x3.hidden: adds a little to probabilities, so that nothing is divided by 0."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.maximum(rows[i] - chance, 0) + 1e-2, rng)]
    return [*guessed, _drawn(rows[-1], rng)]
