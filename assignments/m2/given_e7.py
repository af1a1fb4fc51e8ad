"""Given for m2.e7: a make-believe server, the yardstick of the race, and how the tests run your coroutines."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any


class ServerError(Exception):
    """The server has no answer."""


class Server:
    """Answers a request for an id with 3 * id + 1 after a while, and counts.

    delay: seconds, for all ids or, as a dict, for some of them (0.02 for the others). broken: ids without an answer.
    limit: a server asked for more than that many things at once has an answer for none of them.
    """

    def __init__(self, delay: float | dict[int, float] = 0.02, broken: Iterable[int] = (), limit: int | None = None) -> None:
        self._delay, self._broken, self._limit = delay, frozenset(broken), limit
        self.calls = 0
        self.under_way = 0
        self.peak = 0
        """The most requests that were under way at the same time."""
        self.cancelled = 0

    async def get(self, id: int) -> int:
        self.calls += 1
        self.under_way += 1
        self.peak = max(self.peak, self.under_way)
        try:
            await asyncio.sleep(self._delay.get(id, 0.02) if isinstance(self._delay, dict) else self._delay)
            if id in self._broken:
                raise ServerError(f"nothing at {id}")
            if self._limit is not None and self.peak > self._limit:
                raise ServerError(f"too many requests: {self.peak} at once")
            return 3 * id + 1
        except asyncio.CancelledError:
            # Saying goodbye takes time, too.
            await asyncio.sleep(0.005)
            self.cancelled += 1
            raise
        finally:
            self.under_way -= 1

    def requests(self, ids: Iterable[int]) -> list[Callable[[], Awaitable[int]]]:
        """A function without arguments for every id."""
        return [partial(self.get, id) for id in ids]


def run(function: Callable[..., Awaitable[Any]], *args: Any) -> dict[str, Any]:
    """What `await function(*args)` returns or raises, and how many tasks it leaves behind.

    Exceptions are told as text, also where they stand in a list.
    """

    async def main() -> dict[str, Any]:
        told: dict[str, Any] = {"returned": None, "raised": "", "left": 0}
        try:
            told["returned"] = _as_data(await function(*args))
        except Exception as error:
            if isinstance(error, NotImplementedError):
                raise
            told["raised"] = _as_data(error)
        told["left"] = len(asyncio.all_tasks()) - 1
        return told

    return asyncio.run(main())


def _as_data(value: Any) -> Any:
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    return [_as_data(item) for item in value] if isinstance(value, list) else value


def run_beside_a_clock(function: Callable[..., Awaitable[Any]], *args: Any) -> dict[str, Any]:
    """As run, with a clock that ticks a hundred times a second in the same event loop; `ticks` says how often it did."""
    ticks = 0

    async def clock() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    async def beside(*args: Any) -> Any:
        ticking = asyncio.ensure_future(clock())
        await asyncio.sleep(0)
        try:
            return await function(*args)
        finally:
            ticking.cancel()
            await asyncio.wait([ticking])

    return run(beside, *args) | {"ticks": ticks}


def run_twice_at_once(function: Callable[..., Awaitable[Any]], *args: Any) -> dict[str, Any]:
    """As run, with two calls at the same time; returns both results."""

    async def twice() -> list[Any]:
        return list(await asyncio.gather(function(*args), function(*args)))

    return run(twice)


def block(seconds: float, answer: Any) -> Any:
    """Keeps its thread busy with nothing for a while."""
    time.sleep(seconds)
    return answer


class Meeting:
    """A function that ends when two threads are in it at the same time, and says so; or after a second."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2, timeout=1)

    def __call__(self) -> str:
        try:
            self._barrier.wait()
        except threading.BrokenBarrierError:
            return "nobody came"
        return "met"


def refuse(text: str) -> None:
    """Has no answer."""
    raise ServerError(text)


async def one_after_the_other(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """A request begins when the one before it has ended."""
    return [await get(id) for id in ids]


def fetch_from_uneven_server(fetch: Callable[..., Awaitable[Any]], ids: list[int], limit: int) -> list[Any]:
    """What is timed in the race: every eighth request takes 12 ms, the others 2 ms."""
    delays = {id: 0.012 if number % 8 == 0 else 0.002 for number, id in enumerate(ids)}
    server = Server(delays, limit=limit)

    async def main() -> list[Any]:
        return _as_data(list(await fetch(server.get, ids, limit)))

    return asyncio.run(main())


def one_at_a_time(ids: list[int], limit: int) -> list[Any]:
    """The yardstick: the same server, never more than one request under way."""
    return fetch_from_uneven_server(one_after_the_other, ids, limit)
