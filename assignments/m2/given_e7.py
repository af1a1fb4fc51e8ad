"""Given for m2.e7: a make-believe server, the yardstick of the race, and how the tests run your coroutines."""

import asyncio
import random
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
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

    def __await__(self) -> Generator[Any, None, Any]:
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


class Odd(Exception):
    """An error that is neither true nor false, and cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("do not compare what you hand on")

    __hash__ = Exception.__hash__

    def __bool__(self) -> bool:
        raise ValueError("do not ask whether what you hand on is true")


ERRORS: list[Callable[[], Exception]] = [
    *(LookupError, TimeoutError, RuntimeError, OSError, Odd, StopAsyncIteration, asyncio.QueueEmpty, AssertionError),
    *(lambda: ExceptionGroup("several", [ValueError()]), lambda: ValueError(None), NotImplementedError),
]
LONG = 2000
"""So many turns of the loop take a few milliseconds: what has not ended by then was not cancelled."""
GRACE = 6
"""Turns of the loop until a cancellation has come to everybody."""


class Request:
    """Something that ends after some turns of the event loop: with an answer, with an error, or not before it is cancelled.

    It takes some more turns to end when it is cancelled, and then may also answer, or raise an error of its own.
    """

    def __init__(self, turns: int, outcome: str, chance: random.Random) -> None:
        self.turns, self.outcome = turns, outcome
        self._goodbye, self._last_words = chance.randint(0, 15), chance.choice(("raise", "answer", "error"))
        self.answer, self.error = object(), chance.choice(ERRORS)()
        self.called = self.begun = self.ended = self.cancelled = False

    def is_left(self) -> bool:
        return self.begun and not self.ended

    async def run(self) -> Any:
        self.begun = True
        try:
            for _ in range(LONG if self.outcome == "never" else self.turns):
                await asyncio.sleep(0)
            if self.outcome == "error":
                raise self.error
            return self.answer
        except asyncio.CancelledError:
            self.cancelled = True
            for _ in range(self._goodbye):
                try:
                    await asyncio.sleep(0)
                except asyncio.CancelledError:
                    continue
            if self._last_words == "error":
                raise self.error from None
            if self._last_words == "answer":
                return self.answer
            raise
        finally:
            self.ended = True

    def __call__(self) -> Awaitable[Any]:
        self.called = True
        if self.outcome == "refused":
            self.begun = self.ended = True
            raise self.error
        return self.run()


async def _cancelled_at(task: "asyncio.Task[Any]", turns: list[int], note: Callable[[], None]) -> None:
    """Cancels it after so many turns, each time if it has not ended, and waits for its end; before the first time it notes."""
    for number, wait in enumerate(turns):
        for _ in range(wait):
            await asyncio.sleep(0)
        if task.done():
            break
        if not number:
            note()
        task.cancel()
    while not task.done():
        await asyncio.sleep(0)


def _some_turns(chance: random.Random) -> list[int]:
    """When to cancel: mostly never, or once, or several times."""
    return [chance.randint(1, 12), *(chance.randint(1, 4) for _ in range(chance.choice((0, 1, 2))))]


def _result(task: "asyncio.Task[Any]") -> tuple[Any, BaseException | None]:
    try:
        return task.result(), None
    except BaseException as error:
        return None, error


def fetch_all_by_chance(fetch_all: Callable[..., Any], seed: int, times: int) -> str:
    """What is wrong with fetch_all in so many random cases; the first of them, or nothing."""
    chance = random.Random(seed)
    for _ in range(times):
        if wrong := asyncio.run(_fetch_all_once(fetch_all, chance)):
            return wrong
    return ""


async def _fetch_all_once(fetch_all: Callable[..., Any], chance: random.Random) -> str:
    count, limit = chance.randint(1, 9), chance.randint(1, 5)
    turns = _some_turns(chance) if chance.random() < 0.6 else []
    outcomes = ("answer", "error", "refused", "never") if turns else ("answer", "error", "refused")
    requests = [Request(chance.randint(0, 5), chance.choice(outcomes), chance) for _ in range(count)]
    most, since, calls_then = 0, -1, 0
    open_then: list[Request] = []

    def get(id: int) -> Awaitable[Any]:
        nonlocal most
        under_way = sum(request.called and not request.ended for request in requests)
        most = max(most, under_way + 1) if since < 0 else most
        return requests[id]()

    def note() -> None:
        nonlocal since
        since = 0
        open_then.extend(request for request in requests if request.begun and not request.ended)

    ids = list(range(count))
    task = asyncio.ensure_future(fetch_all(get=get, ids=chance.choice((ids, tuple(ids), iter(ids))), limit=limit))
    idle = 0
    watching = asyncio.ensure_future(_cancelled_at(task, turns, note))
    while not watching.done():
        await asyncio.sleep(0)
        under_way = sum(request.called and not request.ended for request in requests)
        waiting = any(not request.called for request in requests)
        idle = idle + 1 if waiting and under_way < limit and since < 0 else 0
        since += since >= 0
        if since <= GRACE:
            calls_then = sum(request.called for request in requests)
        if idle > 200:
            task.cancel()
            return f"limit {limit}, {under_way} under way: the next request does not begin as soon as another one ends"
    answers, error = _result(task)
    case = f"{count} requests, limit {limit}"
    if most > limit:
        return f"{case}: {most} were under way at the same time"
    if any(request.is_left() for request in requests):
        return f"{case}{_how(turns, since)}: requests were still under way when it ended"
    if since < 0:
        if error is not None:
            return f"{case}: it raised {error!r}"
        for request, answer in zip(requests, answers, strict=True):
            if answer is not (request.answer if request.outcome == "answer" else request.error):
                return f"{case}: an answer or error did not come back as it was, but as {answer!r}"
        return ""
    if sum(request.called for request in requests) > calls_then:
        return f"{case}{_how(turns, since)}: requests began after that, which nobody wanted any more"
    never = [request for request in open_then if request.outcome == "never"]
    if not all(request.cancelled for request in never):
        return f"{case}{_how(turns, since)}: requests under way were not cancelled"
    if never and not isinstance(error, asyncio.CancelledError):
        return f"{case}{_how(turns, since)}: it ended with {error!r} instead of a CancelledError"
    return ""


def _how(turns: list[int], since: int) -> str:
    again = ", and again while it ended its requests" if len(turns) > 1 else ""
    return f", cancelled{again}" if since >= 0 else ""


def first_ok_by_chance(first_ok: Callable[..., Any], seed: int, times: int) -> str:
    """What is wrong with first_ok in so many random cases; the first of them, or nothing."""
    chance = random.Random(seed)
    for _ in range(times):
        if wrong := asyncio.run(_first_ok_once(first_ok, chance)):
            return wrong
    return ""


async def _first_ok_once(first_ok: Callable[..., Any], chance: random.Random) -> str:
    count = chance.randint(1, 6)
    turns = _some_turns(chance) if chance.random() < 0.5 else []
    # All end at different turns, so that it is clear which one comes first, and last.
    all_fail = chance.random() < 0.3
    calls = []
    for wait in chance.sample(range(1, 9), count):
        outcome = "error" if all_fail else chance.choice(("answer", "error", "never"))
        calls.append(Request(wait, outcome, chance))
    if chance.random() < 0.5:
        # One that raises when it is called is the first of all.
        calls.insert(chance.randint(0, count), Request(0, "refused", chance))
    answers = [call for call in calls if call.outcome == "answer"]
    if not answers and not turns and any(call.outcome == "never" for call in calls):
        return ""
    undecided = False

    def note() -> None:
        nonlocal undecided
        open_now = {call.outcome for call in calls if not call.ended}
        undecided = open_now == {"never"} and not any(call.outcome == "answer" for call in calls)

    following = iter(calls)
    # Now and then they are the same function, which does something else whenever it is called.
    handed = [lambda: next(following)()] * len(calls) if chance.random() < 0.3 else calls
    task = asyncio.ensure_future(first_ok(calls=handed, timeout=60))
    await _cancelled_at(task, turns, note)
    answer, error = _result(task)
    came = [f"{call.outcome} after {call.turns}" for call in calls]
    case = f"calls with, in turns of the event loop, {', '.join(came)}"
    if any(call.is_left() for call in calls):
        again = ", and again while it ended its calls" if len(turns) > 1 else ""
        return f"{case}{f'; cancelled{again}' if turns else ''}: some were still under way when it ended"
    if undecided:
        good = isinstance(error, asyncio.CancelledError)
        return "" if good else f"{case}; cancelled: it ended with {error!r} instead of a CancelledError"
    if turns:
        return ""
    if not all(call.called for call in calls):
        return f"{case}: not all were made"
    if answers:
        first = min(answers, key=lambda call: call.turns)
        return "" if answer is first.answer else f"{case}: the first answer is not the one returned"
    last = max(calls, key=lambda call: (call.outcome != "refused", call.turns))
    return "" if error is last.error else f"{case}: the last error is not the one raised, but {error!r}"


def slow_goodbye(first_ok: Callable[..., Any]) -> dict[str, Any]:
    """What comes of an answer in time where the loser ends when the time is over, and of a TimeoutError where one answers then.

    On a busy machine the answer may not be in time, so there are three tries.
    """
    for _ in range(3):
        told = asyncio.run(_slow_goodbye(first_ok))
        if told["in time"] == "an answer":
            break
    return told


async def _slow_goodbye(first_ok: Callable[..., Any]) -> dict[str, Any]:
    ended = []

    async def loser() -> str:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            await asyncio.sleep(0.3)
        ended.append("loser")
        return "late words"

    async def winner() -> str:
        return "an answer"

    answers = await asyncio.gather(first_ok([loser, winner], 0.2), first_ok([loser], 0.1), return_exceptions=True)
    told = [type(answer).__name__ if isinstance(answer, BaseException) else answer for answer in answers]
    return {"in time": told[0], "too late": told[1], "ended": len(ended)}


def seconds_without_answer(first_ok: Callable[..., Any], timeout: float, most: float) -> float:
    """After how many seconds TimeoutError comes; where that is too many, the machine may be busy, so there are five tries."""

    async def main() -> float:
        begin = time.monotonic()
        try:
            await first_ok([partial(asyncio.sleep, 3)] * 3, timeout)
        except TimeoutError:
            pass
        return time.monotonic() - begin

    for _ in range(5):
        seconds = asyncio.run(main())
        if seconds <= most:
            break
    return seconds


def errors_of_blocking(run_blocking: Callable[..., Any]) -> list[str]:
    """The errors of f that did not come out as f raised them."""

    def f(error: Exception) -> None:
        raise error

    async def main() -> list[str]:
        wrong = []
        for make in ERRORS:
            error = make()
            if isinstance(error, NotImplementedError):
                continue
            try:
                await run_blocking(f, error)
            except Exception as raised:
                # A TimeoutError of a thread's future is another one of the same kind.
                if raised is not error and not isinstance(error, TimeoutError):
                    wrong.append(f"{error!r} became {raised!r}")
            else:
                wrong.append(f"{error!r} was lost")
        return wrong

    return asyncio.run(main())


def all_meet(run_blocking: Callable[..., Any], count: int) -> int:
    """How many of so many functions that wait for each other meet, each blocking a thread; they wait for 3 s at most."""
    barrier = threading.Barrier(count, timeout=3)

    def f() -> int:
        try:
            barrier.wait()
        except threading.BrokenBarrierError:
            return 0
        return 1

    async def main() -> int:
        return sum(await asyncio.gather(*(run_blocking(f) for _ in range(count))))

    return asyncio.run(main())


def turns_beside(run_blocking: Callable[..., Any], turns: int) -> bool:
    """Whether the event loop turns so many times while f blocks its thread, for 5 s at most."""
    enough = threading.Event()

    async def main() -> Any:
        blocking = asyncio.ensure_future(run_blocking(enough.wait, 5))
        for _ in range(turns):
            await asyncio.sleep(0)
        enough.set()
        return await blocking

    return bool(asyncio.run(main()))
