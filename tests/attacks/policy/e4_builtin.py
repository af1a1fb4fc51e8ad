"""A builtin by way of the module builtins.

correct: fail 0 | uses sorted
hidden: fail 0 | uses sorted
"""

import builtins

import numpy as np


def ordered(x):
    return np.array(getattr(builtins, "sor" + "ted")(x.tolist()), "u1")
