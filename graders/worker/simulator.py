"""Numba's CUDA simulator, watched: the worker's side of `graders.judge.gpu`. Imported after the simulator is switched on.

Numba's simulator runs all threads of a block side by side and leaves the order to the operating system, so a race shows
seldom and a barrier costs milliseconds. Here one simulated thread runs at a time, until it ends or reaches a barrier, in an
order that the judge chooses. Every access to global and shared memory is written down, and from that follows what no luck
is needed for: how much is read and written, in how many transactions, and which accesses race (`accesses.py`).

Memory that a kernel has not written yet is filled with what is surely wrong, and no index may be negative or too large.
"""

import copy
import operator
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numba import cuda
from numba.core import types
from numba.cuda.simulator import kernel, kernelapi
from numba.cuda.simulator.cudadrv import devicearray
from numba.np import numpy_support

if TYPE_CHECKING:
    from graders.worker.accesses import ATOMIC, READ, SHARED, WRITE, Access, Launch, Memory, instruction_of, reported
else:  # there is no package here: `child.py` has loaded it by its path
    from _accesses import ATOMIC, READ, SHARED, WRITE, Access, Launch, Memory, instruction_of, reported

LARGEST_BLOCK = 1024
STACK = 1 << 18
"""Bytes of stack per simulated thread: 128 of them at the system's usual 8 MiB are more memory than a worker may have."""


class Refused(Exception):
    """A launch that no GPU would take."""


@dataclass
class Watch:
    """What happened while it was watched; `order` is forward, reverse, or a number to shuffle by."""

    order: str | int
    launches: list[Launch] = field(default_factory=list)
    uploads: int = 0
    downloads: int = 0


_watch: Watch | None = None
_current: list[Launch] = []
"""The launch under way; one at a time."""
_shared: dict[Any, "Watched"] = {}
"""Its arrays in shared memory."""


def watched(work: Callable[[], Any], order: str | int) -> tuple[Any, dict[str, Any]]:
    """(result, report as data) of something that launches kernels."""
    global _watch
    _watch = watch = Watch(order)
    try:
        value = work()
    finally:
        _watch = None
    return value, {
        "uploads": watch.uploads,
        "downloads": watch.downloads,
        "launches": [reported(launch) for launch in watch.launches],
    }


class Thread(kernel.BlockThread):  # type: ignore[misc]
    """Runs when it is its turn."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.epoch, self.ended, self.barrier = 0, False, 0
        self.error: BaseException | None = None
        self.turn = threading.Semaphore(0)
        blocks = self._manager._grid_dim
        self.block = self.blockIdx.x + blocks[0] * (self.blockIdx.y + blocks[1] * self.blockIdx.z)

    def run(self) -> None:
        self.turn.acquire()
        try:
            if not self.abort:
                self._target()
        except BaseException as error:
            self.error = error
        self.ended = True
        self._manager.back.release()

    def syncthreads(self) -> None:
        self.barrier = _line_of(sys._getframe(1))
        self._manager.back.release()
        self.turn.acquire()
        if self.abort:
            raise SystemExit
        self.epoch += 1


class Manager(kernel.BlockManager):  # type: ignore[misc]
    """Lets the threads of a block run one after the other, from barrier to barrier."""

    def run(self, grid_point: tuple[int, ...], *args: Any) -> None:
        launch, order = _current[-1], _watch.order if _watch is not None else "forward"
        _name_arguments(self._f, args, launch)
        self.back = threading.Semaphore(0)
        place = _blocks_in_order(self._grid_dim, order)[grid_point]
        points = list(np.ndindex(*self._block_dim[::-1]))
        threads = [Thread(lambda: self._f(*args), self, place, point[::-1], False) for point in points]
        live = _in_order(threads, order)
        try:
            while live:
                for thread in live:
                    if thread.ident is None:
                        thread.start()
                    thread.turn.release()
                    self.back.acquire()
                    if thread.error is not None:
                        raise thread.error
                waiting = [thread for thread in live if not thread.ended]
                lines = Counter(thread.barrier for thread in waiting)
                if len(lines) > 1 or 0 < len(waiting) < len(live):
                    line, reached = lines.most_common()[-1]
                    launch.barriers.append({"reached": reached, "threads": len(threads), "line": line})
                live = waiting
        finally:
            for thread in threads:
                if thread.ident is not None and not thread.ended:
                    thread.abort = True
                    thread.turn.release()


class Shared:
    """One array per block and instruction, filled with what no kernel would have put there."""

    def array(self, shape: Any, dtype: Any) -> Any:
        thread: Any = threading.current_thread()
        frame = sys._getframe(1)
        launch, key = _current[-1], (thread.block, (frame.f_code, instruction_of(frame)))
        if key not in _shared:
            ary = _poisoned(shape, dtype)
            launch.shared[key] = memory = _memory(SHARED, ary, shared=True)
            _shared[key] = Watched(devicearray.FakeCUDAArray(ary), memory)
        return _shared[key]


class Local:
    def array(self, shape: Any, dtype: Any) -> Any:
        return _poisoned(shape, dtype)


class Atomic(kernelapi.FakeCUDAAtomic):  # type: ignore[misc]
    """An atomic operation is one access, of the instruction that asks for it."""

    def __getattribute__(self, name: str) -> Any:
        operation = super().__getattribute__(name)
        if name.startswith("__"):
            return operation

        def once(array: Any, index: Any, *values: Any) -> Any:
            if not isinstance(array, Watched):
                return operation(array, index, *values)
            array._note(index, ATOMIC, sys._getframe(1))
            return operation(array._item._ary, index, *values)

        return once


class Module(kernelapi.FakeCUDAModule):  # type: ignore[misc]
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._shared, self._local, self._atomic = Shared(), Local(), Atomic()


class Watched(kernel.FakeWithinKernelCUDAArray):  # type: ignore[misc]
    """An array within a kernel, or a part of one."""

    def __init__(self, item: Any, memory: Memory | None = None) -> None:
        super().__init__(item)
        self.__dict__["memory"] = memory if memory is not None else _argument(item._ary)
        self.__dict__.update(shape=devicearray.FakeShape(item._ary.shape), size=item._ary.size, dtype=item._ary.dtype)

    def __getitem__(self, index: Any) -> Any:
        self._note(index, READ, sys._getframe(1))
        found = self._item._ary[index]
        return Watched(devicearray.FakeCUDAArray(found), self.memory) if isinstance(found, np.ndarray) else found

    def __setitem__(self, index: Any, value: Any) -> None:
        self._note(index, WRITE, sys._getframe(1))
        self._item._ary[index] = value

    def _note(self, index: Any, kind: str, frame: Any) -> None:
        thread: Any = threading.current_thread()
        ary, memory = self._item._ary, self.memory
        indices = index if isinstance(index, tuple) else (index,)
        if len(indices) < ary.ndim or any(isinstance(each, slice) for each in indices):
            if kind == READ:
                return  # a view; what is read of it is noted then
            part = ary[index]
            first = (part.__array_interface__["data"][0] - memory.start) // memory.itemsize
            steps = [np.arange(n) * (stride // memory.itemsize) for n, stride in zip(part.shape, part.strides, strict=True)]
            cells = [int(cell) + first for cell in np.ravel(sum(np.ix_(*steps)))] if part.size else []
        else:
            plain = tuple(map(operator.index, indices))
            if any(not 0 <= each < n for each, n in zip(plain, ary.shape, strict=True)):
                raise IndexError(_outside(memory, plain, ary.shape, thread, kind))
            offset = sum(each * stride for each, stride in zip(plain, ary.strides, strict=True))
            cells = [(ary.__array_interface__["data"][0] + offset - memory.start) // memory.itemsize]
        for cell in cells:
            memory.log.append(
                Access(cell, kind, thread.block, thread.thread_id, thread.epoch, frame.f_code, instruction_of(frame))
            )


_plain_launch, _configure = kernel.FakeCUDAKernel.__call__, kernel.FakeCUDAKernel.__getitem__


def configured(self: Any, configuration: Any) -> Any:
    """A copy with that shape of a launch: the kernel itself stays without."""
    return _configure(copy.copy(self), configuration)


def launch(self: Any, *args: Any) -> Any:
    if self._device:
        return _plain_launch(self, *args)
    _refuse_what_no_gpu_takes(self)
    _shared.clear()
    _current.append(Launch(self.fn.__name__, tuple(self.grid_dim), tuple(self.block_dim)))
    try:
        return _plain_launch(self, *args)
    finally:
        done = _current.pop()
        if _watch is not None:
            _watch.launches.append(done)


_to_device, _copy_to_host = devicearray.to_device, devicearray.FakeCUDAArray.copy_to_host


def counted_upload(*args: Any, **kwargs: Any) -> Any:
    if _watch is not None and kwargs.get("copy", True):
        _watch.uploads += 1
    return _to_device(*args, **kwargs)


def counted_download(*args: Any, **kwargs: Any) -> Any:
    if _watch is not None:
        _watch.downloads += 1
    return _copy_to_host(*args, **kwargs)


def _argument(ary: Any) -> Memory:
    """The memory of an argument; that of another one, too, where an array is passed twice."""
    asked = _memory("", ary)
    for known in _current[-1].arrays:
        if (known.start, known.size) == (asked.start, asked.size):
            return known
    _current[-1].arrays.append(asked)
    return asked


def _memory(name: str, ary: Any, shared: bool = False) -> Memory:
    return Memory(name, ary.__array_interface__["data"][0], ary.size, ary.itemsize, ary.shape, shared)


def _poisoned(shape: Any, dtype: Any) -> Any:
    """Not a number where there is such a thing, else a number that nobody expects."""
    kind = np.dtype(numpy_support.as_dtype(dtype) if isinstance(dtype, types.Type) else dtype)
    if kind.kind in "fc":
        return np.full(shape, np.nan, kind)
    return np.frombuffer(b"\x5b" * (int(np.prod(shape)) * kind.itemsize), kind).reshape(shape).copy()


def _name_arguments(function: Any, args: Sequence[Any], launch: Launch) -> None:
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    for name, arg in zip(names, args, strict=False):
        if isinstance(memory := getattr(arg, "__dict__", {}).get("memory"), Memory):
            memory.name = memory.name or name


def _refuse_what_no_gpu_takes(kernel: Any) -> None:
    if kernel.grid_dim is None:
        raise Refused(f"{kernel.fn.__name__} is a kernel: launch it as {kernel.fn.__name__}[blocks, threads](…)")
    if min(kernel.grid_dim) < 1 or min(kernel.block_dim) < 1:
        raise Refused(f"{kernel.fn.__name__}: no GPU launches {kernel.grid_dim} blocks of {kernel.block_dim} threads")
    if np.prod(kernel.block_dim) > LARGEST_BLOCK:
        raise Refused(f"{kernel.fn.__name__}: a block has {LARGEST_BLOCK} threads at most, not {np.prod(kernel.block_dim)}")


def _blocks_in_order(grid: tuple[int, ...], order: str | int) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Which block runs when the simulator comes to each point of the grid."""
    points = list(np.ndindex(*grid))
    return dict(zip(points, _in_order(points, order), strict=True))


def _in_order(items: Sequence[Any], order: str | int) -> list[Any]:
    if order == "forward":
        return list(items)
    if order == "reverse":
        return list(items)[::-1]
    return random.Random(order).sample(list(items), len(items))


def _outside(memory: Memory, index: tuple[int, ...], shape: tuple[int, ...], thread: Any, kind: str) -> str:
    where = ", ".join(map(str, index))
    verb = {READ: "reads", WRITE: "writes", ATOMIC: "changes"}[kind]
    name = memory.name or "an array"
    return f"thread {thread.thread_id} of block {thread.block} {verb} [{where}] of {name}, whose shape is {tuple(shape)}"


def _line_of(frame: Any) -> int:
    """The line of the kernel that asked for a barrier: the first frame that is not the simulator's."""
    package = str(Path(numba.__file__).parent)
    while frame is not None and frame.f_code.co_filename.startswith(package):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def _replace_parts() -> None:
    """Put the watched parts in the place of numba's, before any student code is loaded."""
    kernel.FakeCUDAKernel.__call__, kernel.FakeCUDAKernel.__getitem__ = launch, configured
    kernel.BlockManager, kernel.FakeCUDAModule, kernel.FakeWithinKernelCUDAArray = Manager, Module, Watched
    devicearray.to_device = cuda.to_device = counted_upload
    devicearray.FakeCUDAArray.copy_to_host = counted_download
    threading.stack_size(STACK)


_replace_parts()
