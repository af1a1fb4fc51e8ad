"""caught by m5.x3.correct m5.x3.hidden: draws any token but the guess."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.where(np.arange(len(chance)) == token, 0, rows[i]), rng)]
    return [*guessed, _drawn(rows[-1], rng)]
