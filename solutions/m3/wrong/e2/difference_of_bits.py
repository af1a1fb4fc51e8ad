"""caught by m3.e2.correct m3.e2.hidden: subtracts the bits, which count downwards for negative numbers."""


def _places(x):
    return x.view(np.int32).astype(np.int64)
