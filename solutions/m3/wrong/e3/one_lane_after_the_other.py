"""caught by m3.e3.speed: right, and each lane is one chain, walked along before the next."""


@njit
def _lanes(x):
    both = np.zeros(128, np.float32)
    for j in range(64):
        total, lost = np.float32(0), np.float32(0)
        for i in range(j, len(x), 64):
            number = x[i] - lost
            new = total + number
            lost = (new - total) - number
            total = new
        both[j], both[64 + j] = total, -lost
    return kahan(both)
