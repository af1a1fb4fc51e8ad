"""caught by m5.x3.correct m5.x3.hidden: the last token of a round is the likeliest one."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.maximum(rows[i] - chance, 0), rng)]
    return [*guessed, int(np.argmax(rows[-1]))]
