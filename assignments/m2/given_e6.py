"""Given for m2.e6: a function of rows, the yardsticks of the races, and what the tests look at memory with."""

import asyncio
import concurrent.futures
import functools
import math
import multiprocessing
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import resource_tracker, util
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

SUMMED = (2048, 1024)
"""Shape of the race of sums: 16 MiB of float64."""
MAPPED = (1024, 1024)
"""Shape of the race of rows."""


@njit
def _even_out(row):
    out = np.empty_like(row)
    volume = 0.0
    for i in range(len(row)):
        out[i] = math.tanh(row[i] * math.exp(volume))
        volume += 0.05 * (0.5 - abs(out[i]))
    return out


def even_out(row: np.ndarray) -> np.ndarray:
    """A recording (float64) with its loudness evened out, as networks that listen like to be fed."""
    return _even_out(row)


_pools: dict[int, ProcessPoolExecutor] = {}


def warm_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of so many processes, started at the first use and then kept."""
    if workers in _pools:
        return _pools[workers]
    if os.name == "posix":
        # One tracker of shared memory for all: processes started before it would each start their own.
        resource_tracker.ensure_running()
    even_out(np.ones(1))  # compiled here once, and not in every copy of this process
    _pools[workers] = ProcessPoolExecutor(workers)
    return _pools[workers]


# The races. Each is about the same array all the time, of which some rows change before every call.


@functools.cache
def _numbers(shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(1).random(shape)


def _add_up(piece: np.ndarray) -> float:
    return float(piece.sum())


def pickled_sum(rows: np.ndarray, where: np.ndarray, workers: int) -> float:
    """Yardstick: the sum by processes that are sent copies of the numbers."""
    x = _numbers(SUMMED)
    x[where] = rows
    return sum(warm_pool(workers).map(_add_up, np.array_split(x, workers)))


@functools.cache
def _results() -> np.ndarray:
    return np.zeros(MAPPED)


def one_process(rows: np.ndarray, where: np.ndarray, workers: int) -> np.ndarray:
    """Yardstick: even_out for every row, in this process alone."""
    x, out = _numbers(MAPPED), _results()
    x[where] = rows
    for i in range(len(x)):
        out[i] = even_out(x[i])
    return out[where]


_blocks: dict[str, Any] = {}


def _block(function: Callable[..., Any], name: str, shape: tuple[int, int]) -> Any:
    """A SharedArray of the student's with the numbers of the race in it, made at the first call."""
    if name not in _blocks:
        _blocks[name] = sys.modules[function.__module__].SharedArray(shape, "f8")
        _blocks[name].array[...] = _numbers(shape)
    return _blocks[name]


def shared_sum(process_sum: Callable[..., Any], rows: np.ndarray, where: np.ndarray, workers: int) -> Any:
    """What is timed against pickled_sum."""
    x = _block(process_sum, "summed", SUMMED)
    x.array[where] = rows
    return process_sum(x, workers, warm_pool(workers))


def shared_rows(process_map_rows: Callable[..., Any], rows: np.ndarray, where: np.ndarray, workers: int) -> np.ndarray:
    """What is timed against one_process."""
    x, out = (_block(process_map_rows, name, MAPPED) for name in ("mapped", "results"))
    x.array[where] = rows
    process_map_rows(even_out, x, out, workers, warm_pool(workers))
    return out.array[where]


def finish() -> None:
    """Give back everything the races or the tests have kept: blocks and processes."""
    while _blocks:
        _, block = _blocks.popitem()
        block.close()
        block.unlink()
    while _pools:
        _pools.popitem()[1].shutdown()


# For the tests.


def exists(name: str) -> bool:
    """Whether there is a block of that name."""
    try:
        SharedMemory(name).close()
    except FileNotFoundError:
        return False
    return True


def attach(shared_array: Any, name: str, shape: tuple[int, ...], dtype: str) -> Any:
    return shared_array.attach(name, shape, dtype)


def write(shared: Any, values: np.ndarray) -> None:
    shared.array[...] = values


def _write_and_close(shared: Any, values: np.ndarray) -> None:
    with shared:
        shared.array[...] = values


def write_elsewhere(shared: Any, values: np.ndarray) -> None:
    """Another process gets `shared`, writes the values to it, closes it and ends."""
    if os.name == "posix":
        resource_tracker.ensure_running()
    with ProcessPoolExecutor(1) as pool:
        pool.submit(_write_and_close, shared, values).result()


def pickled_size(shared: Any) -> int:
    return len(pickle.dumps(shared))


def copy_by_pickle(shared: Any) -> Any:
    return pickle.loads(pickle.dumps(shared))


def refuse_negative(row: np.ndarray) -> np.ndarray:
    if row.min() < 0:
        raise ValueError("a negative number")
    return row * 2


def sum_in_block(shared_array: Callable[..., Any], process_sum: Callable[..., Any], x: np.ndarray, *more: Any) -> Any:
    """(process_sum of a block with x in it, the block's name)."""
    with shared_array(x.shape, x.dtype.str) as shared:
        shared.array[...] = x
        return process_sum(shared, *more), shared.name


def sums_of_one(
    shared_array: Callable[..., Any], process_sum: Callable[..., Any], x: np.ndarray, workers: int, pool: Any
) -> tuple[list[Any], str]:
    """(process_sum of the same block again and again, what is wrong with the block then)."""
    with shared_array(x.shape, x.dtype.str) as shared:
        shared.array[...] = x
        other = copy_by_pickle(shared)
        sums = [process_sum(each, workers, pool) for each in (shared, shared, other, other)]
        sums.append(process_sum(pool=pool, workers=workers, shared=shared))
        there = exists(shared.name) and all(np.array_equal(each.array, x) for each in (shared, other))
        other.close()
    return sums, "" if there else "after process_sum the block is not what it was before"


def rows_in_blocks(
    shared_array: Callable[..., Any], process_map_rows: Callable[..., Any], f: Callable[..., Any], x: np.ndarray, *more: Any
) -> tuple[np.ndarray, str, list[str]]:
    """(what is in the second of two blocks after process_map_rows, what it raised or "", the names of the blocks)."""
    raised = ""
    with shared_array(x.shape, x.dtype.str) as first, shared_array(x.shape, x.dtype.str) as second:
        first.array[...] = x
        try:
            process_map_rows(f, first, second, *more)
        except Exception as error:
            raised = type(error).__name__
        return second.array.copy(), raised, [first.name, second.name]


_ODD_DTYPES = ("<f8", ">f8", ">i4", "<u2", ">u8", ">f2", "?", "c16", ">c8", "M8[s]", ">m8[ms]", "U3", ">U2", "S5", "i1")


def wrong_dtypes(shared_array: Callable[..., Any]) -> list[str]:
    """What is not as it should be with blocks of odd dtypes and shapes, and with those that were attached to them."""
    wrong = []
    for number, dtype in enumerate(_ODD_DTYPES):
        shape = ((3, 2), (0, 3), (), (5,))[number % 4]
        values = np.arange(1, math.prod(shape) + 1).reshape(shape)
        values = values.astype("U1").astype(dtype) if np.dtype(dtype).kind in "US" else values.astype(dtype)
        with shared_array(shape, dtype) as shared:
            # What a text of zeros is, anybody may say.
            if np.dtype(dtype).kind not in "US" and shared.array.tobytes() != bytes(values.nbytes):
                wrong.append(f"{dtype}: a new block is not filled with zeros")
            shared.array[...] = values
            copy = copy_by_pickle(shared)
            others = [shared_array.attach(shared.name, shape, dtype), copy, copy_by_pickle(copy)]  # type: ignore[attr-defined]
            for what, other in zip(("attach", "pickle", "pickle of a copy"), others, strict=True):
                like = (other.name, other.shape, other.dtype) == (shared.name, shape, np.dtype(dtype))
                if not like or other.array.dtype != values.dtype or not np.array_equal(other.array, values):
                    wrong.append(f"{dtype}, shape {shape}: what {what} gives has not the same name, shape, dtype or values")
                other.close()
    return wrong


class OddError(Exception):
    """An exception that has a number."""


class _OwnError(BaseException):
    """Not an Exception."""


_KINDS: tuple[type[BaseException], ...] = (
    *(OddError, StopIteration, FileNotFoundError, BufferError, IndexError, TimeoutError, AttributeError, MemoryError),
    *(asyncio.CancelledError, concurrent.futures.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, _OwnError),
)


def _refuse(kind: type[BaseException], row: np.ndarray) -> np.ndarray:
    if row[0] == 1:
        raise kind(7)
    return row


def wrong_errors(shared_array: Callable[..., Any], process_map_rows: Callable[..., Any], every: int, *more: Any) -> list[str]:
    """What was raised instead of the exceptions that f has raised, for one in so many of their kinds."""
    wrong = []
    for number, kind in enumerate(_KINDS[::every]):
        came: BaseException | None = None
        with shared_array((5, 2), ">i4") as first, shared_array((5, 2), "f8") as second:
            first.array[(3, 0, 4)[number % 3]] = 1
            try:
                process_map_rows(functools.partial(_refuse, kind), first, second, *more)
            except BaseException as error:
                came = error
        if type(came) is not kind or came.args != (7,):
            wrong.append(f"{kind.__name__}(7) became {came!r}")
    return wrong


def exit_closed(shared_array: Callable[..., Any]) -> str:
    """The name of a block that was closed within its with statement."""
    with shared_array((3,), ">f8") as shared:
        shared.close()
        return str(shared.name)


def raise_inside(shared_array: Callable[..., Any]) -> tuple[bool, str]:
    """(whether a ZeroDivisionError came out of a `with` block, the name of the block)."""
    name = ""
    try:
        with shared_array((3,), "f8") as shared:
            name = shared.name
            shared.array[0] = 1 / 0
    except ZeroDivisionError:
        return True, name
    return False, name


def looked_at(shared_array: Callable[..., Any], fails: bool) -> tuple[str, bool]:
    """(what came out of a `with` block at whose end something still looked at the array, whether there is a block then)."""
    name, came = "", "nothing"
    try:
        with shared_array((3,), "f8") as shared:
            name, row = shared.name, shared.array[1:]
            row[0] = 1
            if fails:
                raise ZeroDivisionError
    except Exception as error:
        came = type(error).__name__
    row = None
    return came, exists(name)


def is_there_after_with(shared_array: Any) -> bool:
    """Whether a block is still there at the end of a `with` of one that was attached to it."""
    with shared_array((3,), "f8") as shared:
        for _ in range(2):
            with shared_array.attach(shared.name, (3,), "f8") as other:
                other.array[0] = 1
        return exists(shared.name)


def described(shared: Any) -> tuple[str, tuple[int, ...], str, str]:
    """(name, shape, dtype, what is not as it should be with them)."""
    fits = (type(shared.name), type(shared.shape), isinstance(shared.dtype, np.dtype)) == (str, tuple, True)
    looks = type(shared.array) is np.ndarray and (shared.array.shape, shared.array.dtype) == (shared.shape, shared.dtype)
    wrong = "" if fits and looks else "name should be a str, shape a tuple, dtype a np.dtype, and array an array like that"
    return str(shared.name), tuple(shared.shape), np.dtype(shared.dtype).str, wrong


def mapped(name: str) -> bool:
    """Whether this process still has the block in its memory; where that cannot be known, it has not."""
    try:
        return f"/dev/shm/{name}" in Path("/proc/self/maps").read_text()
    except OSError:
        return False


def _meet(folder: str, guests: int, patience: float) -> None:
    """A process that is new in the folder waits until so many others are there, or until its patience is at an end."""
    mine = Path(folder, str(os.getpid()))
    if not mine.exists():
        mine.touch()
        deadline = time.monotonic() + patience
        while len(os.listdir(folder)) < guests and time.monotonic() < deadline:
            time.sleep(2e-3)


def _sum_and_process(folder: str, guests: int, patience: float, row: np.ndarray) -> np.ndarray:
    _meet(folder, guests, patience)
    return np.array([row.sum() + 0.5, os.getpid()])


def rows_in_processes(
    shared_array: Callable[..., Any], process_map_rows: Callable[..., Any], rows: int, guests: int, patience: float, *more: Any
) -> dict[str, Any]:
    """Rows of 3 int32 become rows of 2 float64: whether they are right, and how many processes made them, without this one."""
    x = np.arange(3 * rows, dtype="i4").reshape(rows, 3)
    with (
        tempfile.TemporaryDirectory() as folder,
        shared_array((rows, 3), "i4") as first,
        shared_array((rows, 2), "f8") as second,
    ):
        first.array[...] = x
        process_map_rows(functools.partial(_sum_and_process, folder, guests, patience), first, second, *more)
        sums, processes = second.array.T.copy()
    right = bool((sums == x.sum(axis=1) + 0.5).all())
    return {"right": right, "processes": sorted({int(process) for process in processes} - {os.getpid()})}


def processes_of(pool: ProcessPoolExecutor) -> list[int]:
    """The numbers of a pool's processes, once it has begun to work."""
    pool.submit(os.getpid).result()
    return sorted(pool._processes)


def _after_meeting(folder: str, guests: int, work: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    _meet(folder, guests, 3.0)
    before = time.thread_time()  # that of the process is behind where the system limits it
    try:
        return work(*args, **kwargs)
    finally:
        mine = Path(folder, str(os.getpid()))
        mine.write_text(str(float(mine.read_text() or 0) + time.thread_time() - before))


class _Watched(ProcessPoolExecutor):
    """A pool whose processes wait for each other before they begin with their first job."""

    def __init__(self, workers: int, folder: str) -> None:
        super().__init__(workers)
        self._workers, self._folder = workers, folder

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_after_meeting, self._folder, self._workers, work, args, kwargs)


def sum_in_watched_pool(
    shared_array: Callable[..., Any], process_sum: Callable[..., Any], x: np.ndarray, workers: int
) -> tuple[Any, int]:
    """(process_sum in a pool of so many processes, how many of them had a part of it to do, at best in three tries).

    What they had to do is told by the processor time that they took.
    """
    if os.name == "posix":
        resource_tracker.ensure_running()
    most = 0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder, _Watched(workers, folder) as pool:
            total, _ = sum_in_block(shared_array, process_sum, x, workers, pool)
            spent = [float(each.read_text() or 0) for each in Path(folder).iterdir()]
        most = max(most, sum(seconds > sum(spent) / (6 * workers) for seconds in spent))
        if most == workers:
            break
    return total, most


_forks = [0]


def _count_fork() -> None:
    _forks[0] += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_count_fork)


def sum_in_new_processes(
    shared_array: Callable[..., Any], process_sum: Callable[..., Any], x: np.ndarray, workers: int
) -> tuple[Any, int | None]:
    """(process_sum without a pool, how many processes were started for it); None where they are not copies of this one."""
    before = _forks[0]
    total, _ = sum_in_block(shared_array, process_sum, x, workers)
    return total, _forks[0] - before if multiprocessing.get_start_method() == "fork" else None


def again_after_errors(
    shared_array: Callable[..., Any], process_map_rows: Callable[..., Any], x: np.ndarray, at: list[int], *more: Any
) -> tuple[str, bool, np.ndarray]:
    """Rows of x, with negative ones at those places, and once more without: what was raised, whether the input was still
    as before, the output in the end."""
    raised = "nothing"
    with shared_array(x.shape, x.dtype.str) as first, shared_array(x.shape, x.dtype.str) as second:
        first.array[...] = x
        first.array[at] = -1
        before = first.array.copy()
        try:
            process_map_rows(refuse_negative, first, second, *more)
        except Exception as error:
            raised = repr(error)
        kept = bool((first.array == before).all())
        first.array[...] = x
        second.array[...] = 0
        one, other = copy_by_pickle(first), copy_by_pickle(second)
        process_map_rows(refuse_negative, one, other, *more)
        one.close()
        other.close()
        return raised, kept, second.array.copy()


def _slow_but_one(folder: str, at: int, row: np.ndarray) -> np.ndarray:
    _meet(folder, 2, 3.0)
    if row[0] == at:
        raise ValueError(f"row {at}")
    time.sleep(0.01)
    return row


def written_late(shared_array: Callable[..., Any], process_map_rows: Callable[..., Any], at: int) -> tuple[str, int]:
    """(what is raised, how many of 24 rows a pool of two has written after that): row `at` fails when both are at work."""
    raised = "nothing"
    with tempfile.TemporaryDirectory() as folder, shared_array((24, 2), "i4") as first, shared_array((24, 2), "f8") as second:
        first.array[...] = np.arange(24)[:, np.newaxis]
        with ProcessPoolExecutor(2) as pool:
            try:
                process_map_rows(functools.partial(_slow_but_one, folder, at), first, second, 2, pool)
            except Exception as error:
                raised = repr(error)
            second.array[...] = -1
        return raised, int((second.array[:, 0] != -1).sum())


class _Slowness:
    """While there is one, processes that are copies of this one take a while to end."""

    def __init__(self) -> None:
        util.register_after_fork(self, lambda _: util.Finalize(None, time.sleep, (0.1,), exitpriority=100))


def left_running(
    shared_array: Callable[..., Any], process_sum: Callable[..., Any], process_map_rows: Callable[..., Any]
) -> str:
    """What still runs when process_sum or process_map_rows has ended, without a pool; or ""."""
    before, slowness = set(multiprocessing.active_children()), _Slowness()
    with shared_array((6, 2), "f8") as first, shared_array((6, 2), "f8") as second:
        for what in ("process_sum", "process_map_rows", "process_map_rows (f raises)"):
            first.array[3] = -1 if "raises" in what else 1
            try:
                if what == "process_sum":
                    process_sum(first, 2)
                else:
                    process_map_rows(refuse_negative, first, second, 2)
            except ValueError:
                pass
            left = len(set(multiprocessing.active_children()) - before)
            if left:
                return f"{left} processes still run when {what} has ended"
    del slowness
    return ""


def running() -> int:
    """How many processes started from here run now, after a moment for those that are ending."""
    time.sleep(0.05)
    return len(multiprocessing.active_children())
