"""Right, in an order of its own: that is allowed.

correct: pass 4
hidden: pass 2
"""

import numpy as np


def double(x):
    return np.repeat(2 * x, 3, axis=-1)[..., ::3]
