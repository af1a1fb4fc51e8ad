"""caught by m0.e7.correct m0.e7.hidden: draws noise only for the genes that change."""


def evolve(
    genomes: np.ndarray, fitness: np.ndarray, rng: np.random.Generator, elite: int, rate: float, sigma: float
) -> np.ndarray:
    """The next generation: the fittest as they are, then children of two parents each."""
    _line(fitness)
    children, genes = len(genomes) - elite, genomes.shape[1]
    u = rng.random((children, 2))
    coins, dice = rng.random((children, genes)), rng.random((children, genes))
    noise = np.zeros((children, genes), np.float32)
    noise[dice < rate] = rng.standard_normal(int((dice < rate).sum()), dtype=np.float32)
    mothers, fathers = genomes[roulette(fitness, u[:, 0])], genomes[roulette(fitness, u[:, 1])]
    following = np.empty_like(genomes)
    following[:elite] = genomes[np.argsort(-fitness, kind="stable")[:elite]]
    child = np.where(coins < 0.5, mothers, fathers)
    following[elite:] = np.where(dice < rate, child + np.float32(sigma) * noise, child)
    return following
