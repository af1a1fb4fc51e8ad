"""m2.e5: a channel between threads, and worker threads that share a heap of work.

given_e5 has the exception Closed. threading is all you need; queue is what you build here, so do without it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Channel:
    """Hands items, which may be anything, from any number of threads to any number of others. First in, first out.

    Anything: also None, an exception, or an array, which cannot be compared by ==.
    """

    dropped: int
    """How many items were thrown away so far."""

    def __init__(self, capacity: int, policy: str = "block") -> None:
        """At most `capacity` (1 or more) items wait in it. What put does when it is full is the policy:

        "block" waits for room, "drop_new" throws the new item away, "drop_old" throws away the one that waited longest.
        The last two never wait, whatever the timeout.
        """
        raise NotImplementedError

    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x. Raises Closed once the channel is closed, also while it waits for room, full or not, whatever the policy.

        Raises TimeoutError (and does not add x) when there was no room for `timeout` seconds; 0 does not wait, None
        waits for ever.
        """
        raise NotImplementedError

    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item, waiting for one if there is none.

        Raises Closed when the channel is closed and empty: what was put before it was closed is still handed out.
        Raises TimeoutError when there was no item for `timeout` seconds; 0 does not wait, None waits for ever.
        """
        raise NotImplementedError

    def close(self) -> None:
        """No more items: everybody who waits in put, or in get without an item, wakes up and gets Closed.

        Closing twice is no mistake.
        """
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        """Take items, each when it is asked for, until the channel is closed and empty."""
        raise NotImplementedError


def run_workers(f: Callable[[Any], Any], items: Iterable[Any], workers: int, ordered: bool = True) -> list[Any]:
    """[f(x) for x in items], worked out by that many threads at the same time; one that is free takes what is still to do.

    Items, and what f returns, may be anything, as in a channel; f is called once for each.
    ordered: the results are in the order of the items, else in the order in which they were finished, one by one, whatever
    batch they came in. Thousands of tiny items must not cost a message each: hand them out in batches; but if
    there are no more than 8 * workers items in all, one by one. When f raises, whatever it is, also SystemExit or any other
    BaseException, every thread finishes the item it is at and begins no other, and the error is raised here; if several do,
    any one of their errors. All threads have ended when this returns or raises.
    """
    raise NotImplementedError
