"""caught by m5.x3.correct m5.x3.hidden: exact, but where all is accepted, nobody asks what the last row says."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            # Guesses gave too little to these tokens, by just so much.
            return [*guessed[:i], _drawn(np.maximum(rows[i] - chance, 0), rng)]
    return guessed or [_drawn(rows[-1], rng)]


def _drawn(weights: np.ndarray, rng: np.random.Generator) -> int:
    upto = np.cumsum(weights)
    return int(np.searchsorted(upto, rng.random() * upto[-1], side="right"))
