"""caught by m1.e2.hidden: makes as many passes as stride says, also those that find nothing any more."""


@njit
def _sum_in_passes(x, stride):
    total = np.float32(0)
    for first in range(stride):
        for i in range(first, len(x), stride):
            total += x[i]
    return total
