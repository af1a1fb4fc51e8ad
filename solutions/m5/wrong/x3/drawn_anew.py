"""caught by m5.x3.correct m5.x3.hidden: a guess that is not accepted is replaced by any token of the large model."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(rows[i], rng)]
    return [*guessed, _drawn(rows[-1], rng)]
