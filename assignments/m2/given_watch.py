"""Given for m2: which threads did what during a call, as Python and the system tell it. The tests look with it; so may you."""

import functools
import os
import sys
import threading
import time
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOTED = frozenset(
    {"__enter__", "put", "put_nowait", "append", "appendleft", "notify", "notify_all", "send", "acquire", "get", "get_nowait"}
)
"""Calls of these names are noted: queues, conditions and locks."""
_LIBRARY = str(Path(os.__file__).parent)
_LOCKS = type(threading.Lock()), type(threading.RLock())
_MAKERS = threading.Lock, threading.RLock


class _Seen:
    """What is known of one thread."""

    def __init__(self) -> None:
        self.began = time.thread_time()
        self.seconds = 0.0
        self.called: set[str] = set()
        self.locks: set[Any] = set()


class Gate:
    """Lets nobody through before `guests` are there, or before nobody new came for `patience` seconds."""

    def __init__(self, guests: int, patience: float) -> None:
        self._guests, self._patience = guests, patience
        self._condition = threading.Condition()
        self._open = False
        self.came = 0
        self.met = 0
        """How many there were when it opened."""

    def wait(self) -> int:
        """The number of this guest, from 0."""
        with self._condition:
            number = self.came
            self.came += 1
            while not self._open:
                before = self.came
                if before >= self._guests or not self._condition.wait_for(
                    lambda before=before: self._open or self.came > before, self._patience
                ):
                    self._open, self.met = True, self.came
            self._condition.notify_all()
            return number


class Crowd:
    """A function that gives back what it gets. A thread that is new here waits until `guests` are there, but not for long."""

    def __init__(self, guests: int) -> None:
        self._gate, self._lock = Gate(guests, 0.5), threading.Lock()
        self._threads: set[int] = set()
        self._inside = 0
        self.calls = 0
        self.most = 0
        """The most threads that were in it at the same time."""

    @property
    def met(self) -> int:
        """How many were there when they stopped waiting."""
        return self._gate.met

    def __call__(self, x: Any) -> Any:
        me = threading.get_ident()
        with self._lock:
            self.calls += 1
            self._inside += 1
            self.most = max(self.most, self._inside)
            is_new = me not in self._threads
            self._threads.add(me)
        if is_new:
            self._gate.wait()
        time.sleep(1e-3)
        with self._lock:
            self._inside -= 1
        return x


def watched(
    function: Callable[..., Any], args: list[Any], workers: int, stagger: float = 0.0, patience: float = 0.4
) -> dict[str, Any]:
    """Call function(*args), which should work in so many threads, and say what could be seen of them.

    answer: what it returned. at_work: in how many threads besides the caller's a good part of a worker's share of the
    processor time went by. kept: how many of those were there before. caller: the caller's part of all that time.
    came: how many new threads there were; they wait for each other before they begin, until nobody new has come for `patience`
    seconds, and `met` of them were there together.
    called: for the names in NOTED, how many threads besides the caller's called something of that name. locked: how many of
    those acquired a lock. strangers: whether they acquired several, and no two threads the same one.
    With stagger, the thread that came last begins first, and every other one so many seconds after the one behind it.
    """
    gate, local, seen = Gate(workers, patience), threading.local(), [_Seen()]
    local.mine = caller = seen[0]

    def mine() -> _Seen:
        if not hasattr(local, "mine"):
            local.mine = _Seen()
            seen.append(local.mine)
            number = gate.wait()
            time.sleep(max(0, workers - 1 - number) * stagger)
        found: _Seen = local.mine
        return found

    def look(frame: types.FrameType, event: str, called: Any) -> None:
        me = mine()
        if event == "call" and frame.f_code.co_name in NOTED and is_students(frame.f_back):
            me.called.add(frame.f_code.co_name)
        elif event == "c_call" and called.__name__ in NOTED and type(called.__self__) is not list and is_students(frame):
            me.called.add(called.__name__)
        me.seconds = time.thread_time() - me.began

    def lock(which: Any) -> None:
        mine().locks.add(which)

    before = _computed()
    threading.setprofile(look)
    try:
        with replaced_locks(function, lambda each: _NotedLock(each, lock)):
            answer = function(*args)
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]
    caller.seconds = time.thread_time() - caller.began
    # Threads of earlier calls that were kept: nothing told them to look.
    kept = [seconds - before[thread] for thread, seconds in _computed().items() if thread in before]
    others = seen[1:]
    spent = [each.seconds for each in others]
    total = max(sum(spent) + sum(kept) + caller.seconds, 1e-9)
    share = total / (4 * workers + 4)
    locks = [which for each in others for which in each.locks]
    return {
        "answer": answer,
        "at_work": sum(seconds > share for seconds in spent + kept),
        "kept": sum(seconds > share for seconds in kept),
        "caller": caller.seconds / total,
        "came": gate.came,
        "met": gate.met,
        "called": {name: sum(name in each.called for each in others) for name in NOTED},
        "locked": sum(bool(each.locks or each.called & {"acquire", "__enter__"}) for each in others),
        "strangers": len(locks) > 1 and len(locks) == len(set(locks)),
    }


def _computed() -> dict[int, float]:
    """Seconds that every other thread has computed so far, by the kernel's account; empty where that cannot be read."""
    found = {}
    try:
        for task in Path("/proc/self/task").iterdir():
            if int(task.name) != threading.get_native_id():
                found[int(task.name)] = int((task / "schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError):
        pass
    return found


@functools.cache
def _is_students_file(name: str) -> bool:
    return not (
        name.startswith((_LIBRARY, "<")) or "site-packages" in name or Path(name).name.startswith(("given_", "child.py"))
    )


def is_students(frame: types.FrameType | None) -> bool:
    return frame is not None and _is_students_file(frame.f_code.co_filename)


class _NotedLock:
    """A lock that says so when it was acquired."""

    def __init__(self, lock: Any, note: Callable[[Any], None]) -> None:
        self._lock, self._note = lock, note

    def acquire(self, *args: Any, **kwargs: Any) -> bool:
        got: bool = self._lock.acquire(*args, **kwargs)
        self._note(self)
        return got

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lock, name)


@contextmanager
def replaced(owners: Iterable[Any], other: Callable[[Any], Any]) -> Iterator[None]:
    """Meanwhile every name of those modules and classes means something else, where `other` has something for what it meant."""
    changed = []
    for owner in owners:
        for name, value in list(vars(owner).items()):
            instead = other(value)
            if instead is not None:
                changed.append((owner, name, value))
                setattr(owner, name, instead)
    try:
        yield
    finally:
        for owner, name, value in changed:
            setattr(owner, name, value)


@contextmanager
def replaced_locks(function: Any, other: Callable[[Any], Any]) -> Iterator[None]:
    """Meanwhile the locks in the module of that function, and those that its code makes, are others that do as they are told.

    Python tells nobody of `with lock`.
    """

    def maker(make: Callable[..., Any]) -> Callable[..., Any]:
        def lock(*args: Any) -> Any:
            return other(make(*args)) if is_students(sys._getframe(1)) else make(*args)

        return lock

    def made(value: Any) -> Any:
        return maker(value) if any(value is make for make in _MAKERS) else None

    def made_or_there(value: Any) -> Any:
        return made(value) or (other(value) if isinstance(value, _LOCKS) else None)

    module, theirs = sys.modules.get(getattr(function, "__module__", "")), []
    if module is not None and module is not threading:
        classes = (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__)
        theirs = [module, *classes]
    with replaced([threading], made), replaced(theirs, made_or_there):
        yield


def mentions(function: Any, wanted: Any) -> bool:
    """Whether the code of the function, or of one that it names, compiled or not, names `wanted`."""
    waiting, looked_at = [function], set()
    while waiting:
        each = waiting.pop()
        if each is wanted:
            return True
        if id(each) in looked_at:
            continue
        looked_at.add(id(each))
        if isinstance(each, functools.partial):
            waiting += [each.func, *each.args, *each.keywords.values()]
        elif isinstance(each, type) and _is_students_file(getattr(sys.modules.get(each.__module__), "__file__", None) or "<"):
            waiting += vars(each).values()
        plain = _plain(each)
        if isinstance(plain, types.FunctionType) and _is_students_file(plain.__code__.co_filename):
            names = _names(plain.__code__)
            if getattr(wanted, "_name", getattr(wanted, "__name__", "")) in names:
                return True
            waiting += [plain.__globals__[name] for name in names if name in plain.__globals__]
            waiting += [cell.cell_contents for cell in plain.__closure__ or () if _is_filled(cell)]
    return False


def _plain(function: Any) -> Any:
    """The function behind what numba, a decorator or a class has made of it."""
    for _ in range(5):
        for name in ("py_func", "__wrapped__", "__func__"):
            function = getattr(function, name, function)
    return function


def _names(code: types.CodeType) -> set[str]:
    return {*code.co_names, *(name for each in code.co_consts if isinstance(each, types.CodeType) for name in _names(each))}


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
