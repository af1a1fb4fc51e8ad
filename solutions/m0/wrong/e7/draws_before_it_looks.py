"""caught by m0.e7.hidden: random numbers are gone when the fitness is refused."""


def evolve(
    genomes: np.ndarray, fitness: np.ndarray, rng: np.random.Generator, elite: int, rate: float, sigma: float
) -> np.ndarray:
    """The next generation: the fittest as they are, then children of two parents each."""
    children, genes = len(genomes) - elite, genomes.shape[1]
    u = rng.random((children, 2))
    coins, dice = rng.random((children, genes)), rng.random((children, genes))
    noise = rng.standard_normal((children, genes), dtype=np.float32)
    _line(fitness)
    mothers, fathers = genomes[roulette(fitness, u[:, 0])], genomes[roulette(fitness, u[:, 1])]
    following = np.empty_like(genomes)
    following[:elite] = genomes[np.argsort(-fitness, kind="stable")[:elite]]
    child = np.where(coins < 0.5, mothers, fathers)
    following[elite:] = np.where(dice < rate, child + np.float32(sigma) * noise, child)
    return following
