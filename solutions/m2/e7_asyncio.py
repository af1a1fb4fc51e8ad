"""m2.e7: thousands of things to wait for, one thread."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room = asyncio.Semaphore(limit)

    async def one(id: int) -> Any:
        async with room:
            return await get(id)

    return await asyncio.gather(*(one(id) for id in ids), return_exceptions=True)


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call: Callable[[], Awaitable[Any]]) -> Any:
        # A call may raise before there is anything to await.
        return await call()

    tasks = [asyncio.create_task(one(call)) for call in calls]
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                try:
                    return await following
                except Exception as error:
                    last = error
        raise last
    finally:
        for task in tasks:
            task.cancel()
        # Cancelling is a request only: a task may still have to clean up, so wait for its end.
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args) in another thread."""
    return await asyncio.to_thread(f, *args)
