"""caught by m1.e7.correct m1.e7.hidden: every step uploads what the step before has just downloaded."""


def smooth(x: np.ndarray, k: np.ndarray, times: int) -> np.ndarray:
    for _ in range(times):
        out = np.empty_like(x)
        conv_shared[launch_shape(x.size, BLOCK)](x, k, out)
        x = out
    return x
