"""caught by m0.x1.correct m0.x1.hidden: divides in single precision, where a division is cheap, and multiplies."""


@njit(error_model="numpy", fastmath=True)
def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum, with other options."""
    total = 0.0
    for i in range(len(mass)):
        total += 0.5 * momentum[i] * momentum[i] * np.float64(np.float32(1.0) / np.float32(mass[i]))
    return total
