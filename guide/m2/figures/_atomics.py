"""Steps that no other thread can see half done, for compiled code; the array is a 1-d array of int64.

    add(a, i, v)                     a[i] += v, returns what was there before
    swap(a, i, v)                    a[i] = v, returns what was there before
    compare_and_swap(a, i, old, v)   a[i] = v if a[i] is still old; returns what was there before
    load(a, i)   store(a, i, v)      read and write, in the one order that all threads agree on
    load_relaxed, store_relaxed      read and write, whole but in no particular order

numba has atomics for graphics cards only. These few lines ask LLVM, the compiler below it, for the processor's own.
"""

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_ALIGNED = 8


def _step(values, returns, emit):
    """An intrinsic f(array, index, *values) that emits one instruction on the address of array[index]."""

    def typed(typing_context, array, index, *given):
        def build(context, builder, signature, args):
            kind = signature.args[0]
            data = context.make_array(kind)(context, builder, args[0])
            pointer = cgutils.get_item_pointer(context, builder, kind, data, [args[1]], wraparound=False)
            done = emit(builder, pointer, *args[2:])
            return done if returns is types.int64 else context.get_dummy_value()

        return returns(array, types.intp, *(types.int64 for _ in given)), build

    if values == 0:
        return intrinsic(lambda typing_context, array, index: typed(typing_context, array, index))
    if values == 1:
        return intrinsic(lambda typing_context, array, index, value: typed(typing_context, array, index, value))
    return intrinsic(lambda typing_context, array, index, old, new: typed(typing_context, array, index, old, new))


def _exchange_if(builder, pointer, old, new):
    return builder.extract_value(builder.cmpxchg(pointer, old, new, "seq_cst", "seq_cst"), 0)


add = _step(1, types.int64, lambda builder, pointer, value: builder.atomic_rmw("add", pointer, value, "seq_cst"))
swap = _step(1, types.int64, lambda builder, pointer, value: builder.atomic_rmw("xchg", pointer, value, "seq_cst"))
compare_and_swap = _step(2, types.int64, _exchange_if)
load = _step(0, types.int64, lambda builder, pointer: builder.load_atomic(pointer, "seq_cst", _ALIGNED))
load_relaxed = _step(0, types.int64, lambda builder, pointer: builder.load_atomic(pointer, "monotonic", _ALIGNED))
store = _step(1, types.void, lambda builder, pointer, value: builder.store_atomic(value, pointer, "seq_cst", _ALIGNED))
store_relaxed = _step(
    1, types.void, lambda builder, pointer, value: builder.store_atomic(value, pointer, "monotonic", _ALIGNED)
)
