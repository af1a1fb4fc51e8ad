"""caught by m5.x3.correct m5.x3.hidden: exact, but accepts a guess only if the large model, too, draws it."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    for i, token in enumerate(guessed):
        mine = _drawn(rows[i], rng)
        if mine != token:
            return [*guessed[:i], mine]
    return [*guessed, _drawn(rows[-1], rng)]
