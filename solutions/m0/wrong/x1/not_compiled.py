"""caught by m0.x1.correct m0.x1.hidden: numpy, which has no machine code to show."""


def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum, by numpy."""
    return float((0.5 * momentum * momentum / mass).sum())
