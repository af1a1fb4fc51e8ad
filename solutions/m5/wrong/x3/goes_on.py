"""caught by m5.x3.correct m5.x3.hidden: after a guess that is not accepted, goes on with the next one."""


def _accepted(guessed: list[int], chances: list[np.ndarray], rows: np.ndarray, rng: np.random.Generator) -> list[int]:
    accepted = []
    for i, (token, chance) in enumerate(zip(guessed, chances, strict=True)):
        if rng.random() * chance[token] >= rows[i, token]:
            accepted.append(_drawn(np.maximum(rows[i] - chance, 0), rng))
        else:
            accepted.append(token)
    return [*accepted, _drawn(rows[-1], rng)]
