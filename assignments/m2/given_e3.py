"""Given for m2.e3: the yardstick of the race, and an atomic add for numba. Yours to call, not to change."""

import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def atomic_add(typing_context, array, index, value):
    """atomic_add(a, i, v) in compiled code: a[i] += v as one indivisible step. a is a 1-d array of int64."""

    def build(context, builder, signature, args):
        array_type = signature.args[0]
        a, i, v = args
        data = context.make_array(array_type)(context, builder, a)
        pointer = cgutils.get_item_pointer(context, builder, array_type, data, [i], wraparound=False)
        return builder.atomic_rmw("add", pointer, v, "seq_cst")

    return types.int64(array, types.intp, types.int64), build


@njit(nogil=True)
def _count(x, counts):
    for i in range(len(x)):
        counts[x[i]] += 1


def one_thread(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The yardstick: one thread, compiled, whatever the number of workers."""
    counts = np.zeros(bins, np.int64)
    _count(x, counts)
    return counts
