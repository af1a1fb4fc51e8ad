"""caught by m3.e3.correct m3.e3.speed m3.e3.hidden: gives each lane one piece of the array, not every 64th element."""


def kahan_lanes(x: np.ndarray) -> float:
    rows = len(_checked(x)) // 64
    turned = np.concatenate((x[: rows * 64].reshape(64, rows).T.ravel(), x[rows * 64 :]))
    return _finite(_lanes(turned), x)
