"""m2.e7: thousands of things to wait for, one thread. asyncio is all you need.

given_e7 has the make-believe server that the tests use: read it, and try your functions on it. Whatever your functions call or
await may raise any Exception but StopIteration, and never a CancelledError of its own.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], as fast as it goes with never more than `limit` requests (1 or more) under way.

    A request is under way from the call of get, which returns something to await, until its end; the next one begins as soon
    as another one ends. The answers, which may be anything, also None or an array, are in the order of ids. A request that
    raises, already when get is called or later, does not disturb the others: in the place of its answer stands the exception.
    When all of this is cancelled, so are the requests under way, no other one begins, and they have come to their end before
    this ends: also when they take their time, answer or raise then, and when this is cancelled once more meanwhile.
    """
    raise NotImplementedError


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls (at least one) at the same time and return the first answer that comes, whatever it is, also None.

    A call that raises, at once or later, is passed over; when all of them have, the error that came last is raised. First and
    last go by the time, not by the list, also where both come in the same moment. TimeoutError after `timeout` seconds in all
    without an answer. Whatever happens, also when this is cancelled, at any time: the calls that are still under way are
    cancelled, and have come to their end, before this returns or raises. They may take their time, and what they answer or
    raise then is of no interest.
    """
    raise NotImplementedError


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args), where f blocks its thread for a while; everything else in the event loop goes on meanwhile.

    When this is cancelled, it ends at once, and so does not wait for f: nobody can stop that, it goes on by itself.
    """
    raise NotImplementedError
