"""caught by m1.e2.correct m1.e2.hidden: the planes of a volume are taken to begin a row apart."""


@njit
def _scale(data, shape, begin, end, factor):
    for i in range(begin[0], end[0]):
        for j in range(begin[1], end[1]):
            row = (i + j) * shape[2]
            for k in range(row + begin[2], row + end[2]):
                data[k] *= factor
