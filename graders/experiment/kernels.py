"""Kernels for a GPU in an experiment: what they do to memory, counted in Numba's simulator, as the judge counts it."""

from typing import Any

import msgspec

from graders.judge.gpu import Launch, Report
from graders.worker import child


def simulated() -> Any:
    """numba.cuda as the simulator, for the rest of this process; to be asked for before numba.cuda is imported."""
    child.switch_on_simulator()
    from numba import cuda

    return cuda


def counted(kernel: Any, blocks: Any, threads: Any, *args: Any) -> Launch:
    """kernel[blocks, threads](*args), and what it did; arrays are changed as by any launch."""
    _, report = child.beside("simulator").watched(lambda: kernel[blocks, threads](*args), "forward")
    return msgspec.convert(report, Report).launches[0]
