"""m2.e8: tasks that wait for tasks, stages that pass things on, and locks that wait for each other.

given_e8 has the accounts for transfer, and the stages of the race. threading and queue are all you need.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

# 1. Task graphs, in simulated time


def schedule(durations: Sequence[int], deps: Sequence[Sequence[int]], workers: int) -> tuple[list[int], list[int]]:
    """When every task starts, and on which of the workers (0 .. workers-1): (start, worker).

    Task t takes durations[t] (1 or more) units of time and may start when all tasks in deps[t] have ended. A worker
    does one task at a time. No worker idles while a task is ready; of the ready tasks, the one goes first that begins
    the longest chain: its own duration and that of the tasks that have to follow it, one after the other. Tasks that end
    at the same time have all ended before the next begin.
    Raises ValueError when the tasks wait for each other in a circle. deps[t] names no task twice. Up to 600 tasks, which
    take up to 100 each, and no more than 200 of them one after the other.
    """
    raise NotImplementedError


# 2. A pipeline


class Pipeline:
    """Stages (functions of one argument) one behind the other, each with a thread of its own.

    So all stages are at work at the same time, on different items, and a stage has one item at a time.
    """

    def __init__(self, stages: Sequence[Callable[[Any], Any]], capacity: int) -> None:
        """One stage or more. At most `capacity` items (1 or more) wait before each of them."""
        raise NotImplementedError

    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in their order. May be called again, also after an error, one at a time.

        Items, and what stages return, may be anything: also None, an exception, or an array, which cannot be compared by ==.

        items is read no faster than the stages work: when one of them is stuck, the reading stops before long.
        When a stage raises, it gets no other item, and at most one more is read; what is between the stages by then may get
        lost. The error is raised here, whatever it is, also SystemExit; likewise when the reading of items raises. Of several
        errors it is any one. All threads have ended when this returns or raises.
        """
        raise NotImplementedError


# 3. Locks


def protocol(a: int, b: int) -> list[tuple[str, int]]:
    """The lock program of a transfer from account a to account b: ("acquire", x) and ("release", x) steps.

    Both locks are held together at some point, and none is held at the end. Whichever transfers run at the same time,
    and however their steps fall, all must come to their end. a == b is possible: a lock cannot be acquired twice.
    """
    raise NotImplementedError


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether these lock programs, run side by side, can get stuck: all that are left wait for a lock for ever.

    A program acquires and releases as in protocol. Acquiring a lock that is held, also by the program itself, waits;
    a program that ends without releasing a lock holds it for ever. However rare: one order of the steps that gets stuck is
    enough. Up to 6 programs with up to 4 steps each, or 2 with up to 60.
    """
    raise NotImplementedError


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough; if not, nothing changes.

    All that a has is enough, too. An account has a balance, which may be touched only by who holds its lock. Nobody may be
    able to see the money on the way, so hold both locks. Transfers between other accounts must not wait for this one, even
    while this one waits. a == b is possible.
    """
    raise NotImplementedError
