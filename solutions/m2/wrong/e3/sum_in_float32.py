"""caught by m2.e3.correct m2.e3.hidden: adds up in float32 and turns the result into a double."""


@njit(nogil=True)
def _sum(x):
    total = np.float32(0)
    for i in range(len(x)):
        total += x[i]
    return total
