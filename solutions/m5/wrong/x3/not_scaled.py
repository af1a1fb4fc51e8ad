"""caught by m5.x3.correct m5.x3.hidden: the difference is not scaled to the sum 1, so that too often it is the last token."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [
                *guessed[:i],
                min(
                    int(np.searchsorted(np.cumsum(np.maximum(rows[i] - chance, 0)), rng.random(), side="right")),
                    len(chance) - 1,
                ),
            ]
    return [*guessed, _drawn(rows[-1], rng)]
