"""How many threads a function of the student's really works in: asked of Python and the system, in the worker.

The exercise's given file has to offer `watched` from given_watch.py. What that says comes from the worker, so code that digs
deep can forge it, as it can everything there; an ordinary wrong solution does not.
"""

from collections.abc import Callable
from typing import Any

from graders.judge import check
from graders.judge.student import Student

WANTED_SECONDS = 0.04
"""So long the watched call should compute in all, lest starting threads is the work that is seen."""
SMALL, LARGE = 1 << 17, 1 << 24
ATTEMPTS = 6
"""A thread that is free takes the next piece, so that on a busy machine one of them may get none of them."""


def threads(
    student: Student,
    name: str,
    make: Callable[[int], tuple[Any, ...]],
    workers: int,
    *,
    smallest: int = SMALL,
    largest: int = LARGE,
    stagger: float = 0.0,
) -> dict[str, Any]:
    """Check that f(*make(size), workers) works in so many threads, and return what else was seen, with args as "args".

    The size is chosen by the CPU time that the call takes, so that a slow solution is not asked for much.
    """
    small = make(smallest)
    student.timed(name, *small, workers)  # whatever is compiled at the first call
    seconds = max(student.timed(name, *small, workers).cpu, 1e-5)
    args = make(min(largest, max(smallest, int(smallest * WANTED_SECONDS / seconds))))
    for _ in range(ATTEMPTS):
        seen: dict[str, Any] = student.given.watched(student.function(name), [*args, workers], workers, stagger)
        check.kind(seen, dict)
        at_work, met = seen["at_work"], seen["met"]
        # One less where the caller itself does the work of one. Where several take what is left, one may find nothing: then
        # it is enough that they were there, or, of those that are kept from call to call, that some did something.
        enough = at_work >= workers - (seen["caller"] > 0.5 / workers)
        enough = enough or (met >= workers and at_work > 0) or (seen["kept"] > 0 and at_work >= min(workers, 2))
        together = met >= min(seen["came"], workers - 1)
        if enough and together and at_work <= workers + 1:
            break
    else:
        wanted = f"{workers} threads" if workers > 1 else "one thread"
        met = f"; {met} of them at the same time" if not together else ""
        check.that(False, f"{name}(…, workers={workers}) should work in {wanted}, but worked in {at_work}{met}")
    return seen | {"args": args}
