"""The GPU of a worker, and arrays that lie on it.

Loaded by `child.py`, by its path: where a worker runs, there is no package.
"""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class Device:
    """The GPU behind numba.cuda; torch works in the same context, and takes these arrays with torch.as_tensor.

    Made before student code is loaded: what that puts into the place of `synchronize` is not what is called here.
    """

    def __init__(self) -> None:
        cuda: Any = importlib.import_module("numba.cuda")
        self._to_device, self._synchronize = cuda.to_device, cuda.synchronize
        self._event = cuda.event
        cuda.synchronize()  # the context, which takes a while to make, is there before the first call

    def put(self, args: Sequence[Any]) -> list[Any]:
        """Arrays as arrays on the GPU, the rest as it is."""
        placed = [self._to_device(arg) if isinstance(arg, np.ndarray) else arg for arg in args]
        self._synchronize()
        return placed

    def run(self, work: Callable[[], Any]) -> tuple[Any, float]:
        """(result, seconds between two events around it), once everything that was launched has ended, in any stream."""
        begin, end = self._event(), self._event()
        begin.record()
        value = work()
        end.record()
        self._synchronize()
        return value, float(begin.elapsed_time(end)) / 1e3


def fetched(value: Any) -> Any:
    """Arrays of numba's or torch's as numpy arrays, also inside tuples and lists; the rest as it is."""
    if isinstance(value, (tuple, list)):
        return type(value)(fetched(each) for each in value)
    if hasattr(value, "copy_to_host"):
        return value.copy_to_host()
    if hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    return value
