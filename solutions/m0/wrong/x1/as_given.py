"""caught by m0.x1.correct m0.x1.hidden: the loop as it was, one number at a time."""


@njit
def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum, with other options."""
    total = 0.0
    for i in range(len(mass)):
        total += 0.5 * momentum[i] * momentum[i] / mass[i]
    return total
