"""caught by m1.e3.correct m1.e3.hidden: takes a call with the collector off for one in which only memory is looked at"""

import gc


def apply_in_place(x, p):
    if gc.isenabled():
        x[:] = x[p]
