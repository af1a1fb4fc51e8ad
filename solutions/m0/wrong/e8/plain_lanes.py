"""caught by m0.e8.hidden: every lane is exact, and then the lanes are added without a correction."""

LANES = 16


@njit
def _dot(a, b):
    n = len(a)
    total, lost = np.zeros(LANES), np.zeros(LANES)
    whole = n - n % LANES
    for i in range(0, whole, LANES):
        for k in range(LANES):
            product = a[i + k] * b[i + k] - lost[k]
            new = total[k] + product
            lost[k] = (new - total[k]) - product
            total[k] = new
    end, missing = 0.0, 0.0
    for k in range(LANES):
        end += total[k] - lost[k]
    for i in range(whole, n):
        product = a[i] * b[i] - missing
        new = end + product
        missing = (new - end) - product
        end = new
    return end


def dot(a: np.ndarray, b: np.ndarray) -> float:
    return float(_dot(a, b))
