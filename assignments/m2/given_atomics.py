"""Given for m2: an atomic add for compiled code."""

from numba import types
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
