"""Given for m2.e8: accounts, stages, the yardstick of the race, and what the tests drive your code with."""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from given_work import mix

# For the pipeline


def heavy(x: int) -> int:
    """About three milliseconds of work for a core; other threads can run meanwhile."""
    return int(mix(np.uint64(x), 2_000_000)) & 0xFFFFFFFF


def through_two_heavy_stages(make: Callable[..., Any], items: list[int]) -> list[int]:
    """What is timed in the race: make is your Pipeline."""
    return make([heavy, heavy], 16).run(items)


def one_thread(items: list[int]) -> list[int]:
    """The yardstick: the same stages without threads, one item after the other."""
    return [heavy(heavy(item)) for item in items]


class Stage:
    """A stage that adds a number, and watches how it is called.

    fails_at: the item that it raises for. It gets stuck when closed, until it is opened; at most 3 s.
    """

    def __init__(self, number: int, fails_at: int | None = None, closed: bool = False) -> None:
        self._number, self._fails_at = number, fails_at
        self._gate = threading.Event()
        if not closed:
            self._gate.set()
        self._lock = threading.Lock()
        self._inside = 0
        self.calls = 0
        self.most_at_once = 0

    def __call__(self, x: int) -> int:
        with self._lock:
            self.calls += 1
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
        try:
            self._gate.wait(3)
            if x == self._fails_at:
                raise KeyError(f"no item {x}")
            time.sleep(0)
            return x + self._number
        finally:
            with self._lock:
                self._inside -= 1

    def open(self) -> None:
        self._gate.set()


class Source:
    """The items 0, 1, 2 … count - 1, and how many of them were read. It may raise at the end."""

    def __init__(self, count: int, raises: bool = False) -> None:
        self._count, self._raises = count, raises
        self.read = 0

    def __iter__(self) -> Iterator[int]:
        for item in range(self._count):
            self.read += 1
            yield item
        if self._raises:
            raise LookupError("the source has dried up")


def threads(want: int = 1 << 30) -> int:
    """How many threads there are, once there are no more than wanted, or after half a second."""
    deadline = time.monotonic() + 0.5
    while threading.active_count() > want and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count()


# For the locks


class Lock:
    """threading.Lock, but bad luck is likely: after it was acquired, another thread may run first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        got = self._lock.acquire(blocking, timeout)
        time.sleep(0)
        return got

    def release(self) -> None:
        self._lock.release()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()


class Account:
    """A balance and its lock. It counts how often the balance was touched without the lock, and how often overdrawn."""

    def __init__(self, balance: int) -> None:
        self.lock = Lock()
        self._balance = balance
        self.touched_without_lock = 0
        self.overdrawn = 0

    @property
    def balance(self) -> int:
        self.touched_without_lock += not self.lock.locked()
        return self._balance

    @balance.setter
    def balance(self, value: int) -> None:
        self.touched_without_lock += not self.lock.locked()
        self.overdrawn += value < 0
        time.sleep(0)
        self._balance = value

    def audit(self) -> dict[str, int]:
        """Everything there is to know, without the lock."""
        return {
            "balance": self._balance,
            "touched_without_lock": self.touched_without_lock,
            "overdrawn": self.overdrawn,
            "locked": int(self.lock.locked()),
        }


def open_accounts(balances: list[int]) -> list[Account]:
    return [Account(balance) for balance in balances]


def storm(transfer: Callable[..., Any], accounts: list[Account], crowd: int, each: int, most: int, seed: int) -> dict:
    """`each` random transfers of up to `most` by every thread of a crowd that change all the time.

    Says what was raised, and how many threads were still waiting after two seconds.
    """
    raised: list[str] = []

    def work(number: int) -> None:
        chance = random.Random(seed + number)
        try:
            for _ in range(each):
                a, b = chance.sample(range(len(accounts)), 2)
                transfer(accounts, a, b, chance.randint(1, most))
        except Exception as error:
            raised.append(f"{type(error).__name__}: {error}")

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(crowd)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 2
        for thread in threads:
            thread.join(max(0, deadline - time.monotonic()))
        return {"raised": raised, "stuck": sum(thread.is_alive() for thread in threads)}
    finally:
        sys.setswitchinterval(before)
