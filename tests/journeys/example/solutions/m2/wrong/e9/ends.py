"""caught by m2.e9.correct m2.e9.speed m2.e9.hidden: the ends do not wrap round."""


def blur(a):
    return np.convolve(a, [1 / 3] * 3, "same")
