from concurrent.futures import ProcessPoolExecutor

import numpy as np


def _square(x):
    return x * x


def square(x):
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(_square, x).result()


def roots(x):
    return np.sqrt(x * x + 1)
