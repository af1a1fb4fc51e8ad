"""caught by m3.e3.correct m3.e3.hidden: collects the third number and leaves it there."""


@njit
def _klein(x):
    total, lost, third = np.float32(0), np.float32(0), np.float32(0)
    for number in x:
        total, error = _add(total, number)
        lost, error = _add(lost, error)
        third += error
    return total + lost
