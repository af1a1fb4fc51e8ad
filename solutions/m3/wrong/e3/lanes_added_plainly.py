"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: lanes are corrected, and then added without a correction."""


@njit
def _lanes(x):
    total, lost = np.zeros(_LANES, np.float32), np.zeros(_LANES, np.float32)
    for i in range(0, len(x), _LANES):
        some = x[i : i + _LANES]
        for j in range(len(some)):
            number = some[j] - lost[j]
            new = total[j] + number
            lost[j] = (new - total[j]) - number
            total[j] = new
    return naive(np.concatenate((total, -lost)))
