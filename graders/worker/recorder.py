"""Writes down every call in this process, its threads and the processes that it starts: for `python -m graders trace`.

viztracer does the recording. It is asked for here and nowhere else, so that nobody needs it who does not trace; and it
keeps the last of a fixed number of calls, so that no loop fills the memory.
"""

import os
import time
from pathlib import Path
from typing import Any

_tracers: list[Any] = []


def begin(file: str, entries: int, shortest: float) -> tuple[int, float, float]:
    """From now on, every call of at least `shortest` microseconds, the last `entries` of them in each process.

    What comes of it is written beside `file`, one file per process. Returns this process's id, and one moment by the
    clock of the recording (microseconds) and by that of Python (seconds).
    """
    from viztracer import VizTracer
    from viztracer.patch import install_all_hooks

    ours = [str(Path(__file__).with_name(name)) for name in ("codec.py", "recorder.py")]
    tracer = VizTracer(
        tracer_entries=entries,
        verbose=0,
        pid_suffix=True,
        dump_raw=True,  # straight from the buffer into the file: as Python objects a recording takes ten times the memory
        exclude_files=ours,
        min_duration=shortest,
        output_file=file,
    )
    options = ["--quiet", "--pid_suffix", "--tracer_entries", str(entries), "--min_duration", f"{shortest}us"]
    install_all_hooks(tracer, options)
    _tracers.append(tracer)
    tracer.start()
    return os.getpid(), tracer.getts(), time.perf_counter()


def end() -> None:
    """Write it all down, also what has not come to its end."""
    tracer = _tracers.pop()
    tracer.stop("flush_as_finish")
    tracer.save()
