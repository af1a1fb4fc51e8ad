"""caught by m5.x3.correct m5.x3.hidden: accepts with q / p."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * rows[i, token] >= chance[token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.maximum(rows[i] - chance, 0), rng)]
    return [*guessed, _drawn(rows[-1], rng)]
