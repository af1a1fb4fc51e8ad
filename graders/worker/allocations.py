"""How often a call asks for memory.

Loaded by `child.py`, by its path: where a worker runs, there is no package.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def counted(work: Callable[[], Any]) -> tuple[int, Any]:
    """How often memory is asked for during `work`, by C code and by Python's own allocators, less what looking costs.

    And the answer of `work`, so that the judge can see that it did it.
    """
    import memray

    counts, answer = [], None
    for each in (lambda: None, work):
        file = Path(tempfile.mkdtemp()) / "allocations"
        with memray.Tracker(file, trace_python_allocators=True):
            answer = each()
        counts.append(memray.FileReader(file).metadata.total_allocations)
        file.unlink()
    return max(counts[1] - counts[0], 0), answer
