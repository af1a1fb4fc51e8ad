"""caught by m2.e30.correct m2.e30.speed m2.e30.hidden: the ends do not wrap round."""


def blur(a):
    return np.convolve(a, [1 / 3] * 3, "same")
