"""Given for m2.e7: a make-believe server, the yardstick of the race, and how the tests run your coroutines."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np


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

    def begin(self, id: int) -> "asyncio.Future[int]":
        """As get, but the request begins with the call, and not when it is awaited."""
        return asyncio.ensure_future(self.get(id))

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


def run_beside_a_clock(run_blocking: Callable[..., Awaitable[Any]], answer: Any) -> dict[str, Any]:
    """As run, for a function that blocks its thread until a clock in the same event loop has ticked five times, or for 2 s."""
    enough = threading.Event()

    def wait_for_the_clock(answer: Any) -> Any:
        return answer if enough.wait(2) else "a clock in the same event loop stood still"

    async def clock() -> None:
        for _ in range(5):
            await asyncio.sleep(0.005)
        enough.set()

    async def beside() -> Any:
        ticking = asyncio.ensure_future(clock())
        await asyncio.sleep(0)
        try:
            return await run_blocking(wait_for_the_clock, answer)
        finally:
            ticking.cancel()
            await asyncio.wait([ticking])

    return run(beside)


def run_and_cancel(function: Callable[..., Awaitable[Any]], server: Server, under_way: int, *args: Any) -> dict[str, Any]:
    """What comes of `function(*args)` when it is cancelled as soon as so many requests are under way.

    Tells, as they are when it has ended: how it ended, the requests under way and those cancelled, the tasks left behind.
    """

    async def main() -> dict[str, Any]:
        task = asyncio.ensure_future(function(*args))
        while server.under_way < under_way and not task.done():
            await asyncio.sleep(1e-3)
        task.cancel()
        try:
            ended = f"returned {await task!r}"
        except BaseException as error:
            ended = type(error).__name__
        return {
            "ended": ended,
            "under_way": server.under_way,
            "cancelled": server.cancelled,
            "left": len(asyncio.all_tasks()) - 1,
        }

    return asyncio.run(main())


class Relay:
    """A server whose answer to 0 comes when all other ids below `count` have theirs, or is an error after two seconds."""

    def __init__(self, count: int) -> None:
        self._missing = count - 1
        self._enough = asyncio.Event()

    async def get(self, id: int) -> int:
        if id == 0:
            async with asyncio.timeout(2):
                await self._enough.wait()
        else:
            await asyncio.sleep(0)
            self._missing -= 1
            if not self._missing:
                self._enough.set()
        return 3 * id + 1


ODD = [None, False, 0, "", (), None]
"""Answers that could be taken for none."""


async def odd_answer(id: int) -> Any:
    return ODD[id]


class _Equal:
    """Says that it is equal to whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class _Incomparable:
    """Cannot be compared, and is neither true nor false."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("do not compare what you hand on")

    def __bool__(self) -> bool:
        raise ValueError("do not ask whether what you hand on is true")


THINGS = [
    *(*ODD, ValueError("an answer like any other"), TimeoutError(), asyncio.CancelledError(), StopIteration(), ValueError),
    *(np.arange(3), _Equal(), _Incomparable(), Ellipsis, NotImplemented, float("nan")),
]


class _Later:
    """Something to await that is neither a coroutine nor a future. It answers with the thing of that number."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __await__(self) -> Iterator[Any]:
        yield from asyncio.sleep(0).__await__()
        return THINGS[self._number]


def lost_things(function: Callable[..., Awaitable[Any]]) -> list[str]:
    """The odd things that did not come back as they were answered: from fetch_all, first_ok or run_blocking."""

    async def main() -> list[Any]:
        if function.__name__ == "fetch_all":
            return list(await function(_Later, range(len(THINGS)), 3))
        if function.__name__ == "first_ok":
            return [await function([call(2.0), partial(_Later, number)], 3.0) for number in range(len(THINGS))]
        return [await function(THINGS.__getitem__, number) for number in range(len(THINGS))]

    came = asyncio.run(main())
    return [repr(thing) for thing, got in zip(THINGS, came, strict=True) if got is not thing]


def refuse_at_once(id: int) -> Awaitable[Any]:
    """Raises for odd ids when it is called, and returns nothing to await."""
    if id % 2:
        raise ServerError(f"nothing at {id}")
    return odd_answer(id)


def refusing(id: int) -> Callable[[], Awaitable[Any]]:
    """The same, as a function without arguments."""
    return partial(refuse_at_once, id)


def bad_loser() -> Callable[[], Awaitable[Any]]:
    """A call that takes long, and fails when it is cancelled."""

    async def make() -> Any:
        try:
            await asyncio.sleep(2)
        except asyncio.CancelledError:
            raise ServerError("could not even say goodbye") from None

    return make


def cancel_blocking(run_blocking: Callable[..., Awaitable[Any]]) -> dict[str, Any]:
    """What comes of run_blocking when it is cancelled while f blocks its thread: how it ended, and whether f still ran then.

    f ends when it is told to, which is when all else has come to its end, or after a second. On a busy machine that may be too
    soon, so there are three tries.
    """
    for _ in range(3):
        told = _cancel_blocking(run_blocking)
        if told == {"ended": "cancelled", "f_still_ran": True}:
            break
    return told


def _cancel_blocking(run_blocking: Callable[..., Awaitable[Any]]) -> dict[str, Any]:
    begun, enough, over = threading.Event(), threading.Event(), threading.Event()

    def block() -> None:
        begun.set()
        enough.wait(1)
        over.set()

    async def main() -> dict[str, Any]:
        task = asyncio.ensure_future(run_blocking(block))
        while not begun.is_set() and not task.done():
            await asyncio.sleep(1e-3)
        task.cancel()
        await asyncio.wait([task], timeout=0.5)
        in_time, ended = not over.is_set(), "cancelled" if task.done() and task.cancelled() else "not cancelled"
        enough.set()
        return {"ended": ended, "f_still_ran": in_time}

    return asyncio.run(main())


def numbers(count: int) -> Iterator[int]:
    """0 … count - 1 as an iterator without a length."""
    yield from range(count)


def call(seconds: float, answer: Any = None, error: str = "") -> Callable[[], Awaitable[Any]]:
    """A call that after a while answers, or raises an exception of that name that says "mine"."""

    async def make() -> Any:
        await asyncio.sleep(seconds)
        if error:
            raise {"TimeoutError": TimeoutError, "ServerError": ServerError}[error]("mine")
        return answer

    return make


def exception_call() -> Callable[[], Awaitable[Any]]:
    """A call that answers with an exception, at once; it does not raise it."""
    return call(0, ValueError("an answer like any other"))


def run_twice_at_once(function: Callable[..., Awaitable[Any]], *args: Any) -> dict[str, Any]:
    """As run, with two calls at the same time; returns both results."""

    async def twice() -> list[Any]:
        return list(await asyncio.gather(function(*args), function(*args)))

    return run(twice)


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
