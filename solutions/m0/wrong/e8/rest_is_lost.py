"""caught by m0.e8.correct m0.e8.hidden: stops at the last whole step of 128 elements."""


@njit
def _dot(a, b):
    total, lost = np.zeros(_LANES), np.zeros(_LANES)
    for i in range(0, len(a) - _LANES + 1, _LANES):
        # One product more for every lane, by Kahan's rule. No lane waits for another, so they go through in vectors.
        some, others = a[i : i + _LANES], b[i : i + _LANES]
        for j in range(len(some)):
            product = some[j] * others[j] - lost[j]
            new = total[j] + product
            lost[j] = (new - total[j]) - product
            total[j] = new
    # The sums of the lanes, and what each still has to give back, are added up by Kahan's rule as well.
    whole, rest = 0.0, 0.0
    for part in (total, -lost):
        for number in part:
            number -= rest
            new = whole + number
            rest = (new - whole) - number
            whole = new
    return whole
