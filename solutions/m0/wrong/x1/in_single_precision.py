"""caught by m0.x1.correct m0.x1.hidden: packed, twice as many at once, and with half of the digits."""


@njit(error_model="numpy", fastmath=True)
def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum, with other options."""
    total = np.float32(0.0)
    for i in range(len(mass)):
        total += np.float32(0.5 * momentum[i] * momentum[i] / mass[i])
    return total
