"""caught by m3.e3.correct m3.e3.hidden: adds the two corrections first."""


@njit
def _klein(x):
    total, lost, third = np.float32(0), np.float32(0), np.float32(0)
    for number in x:
        total, error = _add(total, number)
        lost, error = _add(lost, error)
        third += error
    return total + (lost + third)
