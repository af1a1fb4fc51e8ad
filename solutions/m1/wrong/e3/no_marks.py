"""caught by m1.e3.correct m1.e3.hidden: swaps as it goes along, and looks for what has been moved already where it was."""


@njit
def _follow_cycles(x, p, done):
    for i in range(len(x)):
        x[i], x[p[i]] = x[p[i]], x[i]
