"""caught by m1.e2.hidden: right, one by one, in Python."""


def _sum_in_passes(x: np.ndarray, stride: int) -> np.float32:
    total = np.float32(0)
    for first in range(min(stride, len(x))):
        for place in range(first, len(x), stride):
            total += x[place]
    return total


def _sum_wrapped(x: np.ndarray, stride: int) -> np.float32:
    total = np.float32(0)
    for i in range(len(x)):
        total += x[i * stride % len(x)]
    return total
