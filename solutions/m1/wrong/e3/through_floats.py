"""caught by m1.e3.hidden: the element kept aside is a float meanwhile, which rounds integers beyond 2**53."""


@njit
def _follow_cycles(x, p, done):
    for start in range(len(x)):
        if done[start]:
            continue
        first = float(x[start])
        i = start
        while p[i] != start:
            x[i] = x[p[i]]
            done[i] = True
            i = p[i]
        x[i] = first
        done[i] = True


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    if x.dtype.kind == "c":
        x[:] = x[p]
    else:
        _follow_cycles(x, p, np.zeros(len(x), np.bool_))
