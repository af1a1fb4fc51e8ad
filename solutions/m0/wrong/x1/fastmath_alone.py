"""caught by m0.x1.correct m0.x1.hidden: every division still asks first whether it has to raise."""


@njit(fastmath=True)
def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum, with other options."""
    total = 0.0
    for i in range(len(mass)):
        total += 0.5 * momentum[i] * momentum[i] / mass[i]
    return total
