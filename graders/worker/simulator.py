"""Numba's CUDA simulator, watched: the worker's side of `graders.judge.gpu`.

Numba's simulator runs all threads of a block side by side and leaves the order to the operating system, so a race shows
seldom and a barrier costs milliseconds. Here one simulated thread runs at a time, until it ends or reaches a barrier, in an
order that the judge chooses. Every access to global and shared memory is written down, and from that follows what no luck
is needed for: how much is read and written, in how many transactions, and which accesses race.

Memory that a kernel has not written yet is filled with what is surely wrong, and no index may be negative or too large.

Source of the race rule: happens-before, Lamport 1978; what a warp's accesses cost: CUDA C++ Best Practices Guide, "Coalesced
Access to Global Memory". https://docs.nvidia.com/cuda/cuda-c-best-practices-guide
"""

import operator
import os
import random
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

WARP = 32
SEGMENT = 128
"""Bytes that one transaction with global memory moves."""
LARGEST_BLOCK = 1024
STACK = 1 << 18
"""Bytes of stack per simulated thread: 128 of them at the system's usual 8 MiB are more memory than a worker may have."""
DRAWN = 4096
"""Cells of a drawing, at most."""
FAULTS = 3
"""Races and barriers that are told of per launch, at most."""
READ, WRITE, ATOMIC = "read", "write", "atomic"
SHARED = "shared memory"


class Refused(Exception):
    """A launch that no GPU would take."""


@dataclass(frozen=True, slots=True)
class Access:
    """One access of one thread: to which cell, after how many barriers, and by which instruction of the kernel."""

    cell: int
    kind: str
    block: int
    thread: int
    epoch: int
    code: Any
    instruction: int

    @property
    def line(self) -> int:
        for start, end, line in self.code.co_lines():
            if start <= self.instruction < end:
                return line or 0
        return 0


@dataclass
class Memory:
    """An array of global memory during one launch, or one of a block's arrays in shared memory."""

    name: str
    start: int
    size: int
    itemsize: int
    shape: tuple[int, ...]
    shared: bool = False
    log: list[Access] = field(default_factory=list)

    def position(self, cell: int) -> list[int]:
        return [int(index) for index in np.unravel_index(cell, self.shape)] if 0 <= cell < self.size else [cell]


@dataclass
class Launch:
    """What one launch did."""

    kernel: str
    blocks: tuple[int, ...]
    threads: tuple[int, ...]
    arrays: list[Memory] = field(default_factory=list)
    shared: dict[tuple[int, Any], Memory] = field(default_factory=dict)
    """By block, and the instruction that asked for it."""
    barriers: list[dict[str, Any]] = field(default_factory=list)
    """Barriers that not all threads of a block reached."""


@dataclass
class Watch:
    """What happened while it was watched; `order` is forward, reverse, or a number to shuffle by."""

    order: str | int
    launches: list[Launch] = field(default_factory=list)
    uploads: int = 0
    downloads: int = 0


_watch: Watch | None = None


def switch_on() -> None:
    """Let numba.cuda be the simulator, in this process and for good. Raises RuntimeError where it is another already."""
    os.environ["NUMBA_ENABLE_CUDASIM"] = "1"
    if "numba.cuda" not in sys.modules:
        if "numba" in sys.modules:
            sys.modules["numba"].config.reload_config()
        from numba import cuda
    else:
        cuda = sys.modules["numba.cuda"]
    if not hasattr(cuda, "simulator") and "numba.cuda.simulator.kernel" not in sys.modules:
        raise RuntimeError("numba.cuda has been imported without its simulator")
    _install(cuda)


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
        "launches": [_reported(launch) for launch in watch.launches],
    }


# Numba's simulator with other parts. They are put in its place once, before any student code is loaded.


def _install(cuda: Any) -> None:
    from numba.cuda.simulator import kernel, kernelapi
    from numba.cuda.simulator.cudadrv import devicearray

    if getattr(kernel, "watched", False):
        return
    kernel.watched = True

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
            launch, key = _current[-1], (thread.block, (frame.f_code, frame.f_lasti))
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
            self.__dict__["memory"] = memory if memory is not None else _memory("", item._ary)
            if memory is None:
                _current[-1].arrays.append(self.memory)
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
                memory.log.append(Access(cell, kind, thread.block, thread.thread_id, thread.epoch, frame.f_code, frame.f_lasti))

    _shared: dict[Any, Watched] = {}
    launch_plain = kernel.FakeCUDAKernel.__call__

    def launch(self: Any, *args: Any) -> Any:
        if self._device:
            return launch_plain(self, *args)
        _refuse_what_no_gpu_takes(self)
        _shared.clear()
        _current.append(Launch(self.fn.__name__, tuple(self.grid_dim), tuple(self.block_dim)))
        try:
            return launch_plain(self, *args)
        finally:
            done = _current.pop()
            if _watch is not None:
                _watch.launches.append(done)

    to_device, copy_to_host = devicearray.to_device, devicearray.FakeCUDAArray.copy_to_host

    def counted_upload(*args: Any, **kwargs: Any) -> Any:
        if _watch is not None and kwargs.get("copy", True):
            _watch.uploads += 1
        return to_device(*args, **kwargs)

    def counted_download(*args: Any, **kwargs: Any) -> Any:
        if _watch is not None:
            _watch.downloads += 1
        return copy_to_host(*args, **kwargs)

    kernel.FakeCUDAKernel.__call__ = launch
    kernel.BlockManager, kernel.FakeCUDAModule, kernel.FakeWithinKernelCUDAArray = Manager, Module, Watched
    devicearray.to_device = cuda.to_device = counted_upload
    devicearray.FakeCUDAArray.copy_to_host = counted_download
    threading.stack_size(STACK)


_current: list[Launch] = []
"""The launch under way; one at a time."""


def _memory(name: str, ary: Any, shared: bool = False) -> Memory:
    return Memory(name, ary.__array_interface__["data"][0], ary.size, ary.itemsize, ary.shape, shared)


def _poisoned(shape: Any, dtype: Any) -> Any:
    """Not a number where there is such a thing, else a number that nobody expects."""
    from numba.core import types
    from numba.np import numpy_support

    kind = np.dtype(numpy_support.as_dtype(dtype) if isinstance(dtype, types.Type) else dtype)
    if kind.kind in "fc":
        return np.full(shape, np.nan, kind)
    return np.frombuffer(b"\x5b" * (int(np.prod(shape)) * kind.itemsize), kind).reshape(shape).copy()


def _name_arguments(function: Any, args: Sequence[Any], launch: Launch) -> None:
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    for name, arg in zip(names, args, strict=False):
        if isinstance(memory := getattr(arg, "__dict__", {}).get("memory"), Memory):
            memory.name = name


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
    package = str(Path(sys.modules["numba"].__file__ or "").parent)
    while frame is not None and frame.f_code.co_filename.startswith(package):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


# The report.


def _reported(launch: Launch) -> dict[str, Any]:
    memories = launch.arrays + [_joined(list(launch.shared.values()))] if launch.shared else launch.arrays
    races = [race for memory in [*launch.arrays, *launch.shared.values()] for race in _races(memory)]
    count = int(np.prod(launch.blocks))
    return {
        "kernel": launch.kernel,
        "blocks": list(launch.blocks),
        "threads": list(launch.threads),
        "memories": [_summed(memory, count // 2) for memory in memories],
        "barriers": launch.barriers[:FAULTS],
        "races": races[:FAULTS],
    }


def _joined(memories: list[Memory]) -> Memory:
    """All shared memory of a launch as one, the arrays of a block one behind the other."""
    joined = Memory(SHARED, 0, 0, memories[0].itemsize, (), shared=True)
    begins: dict[int, int] = defaultdict(int)
    for memory in memories:
        block = memory.log[0].block if memory.log else -1
        begin = begins[block]
        for each in memory.log:
            joined.log.append(
                Access(each.cell + begin, each.kind, each.block, each.thread, each.epoch, each.code, each.instruction)
            )
        begins[block] += memory.size
    joined.size = max(begins.values())
    joined.shape = (joined.size,)
    return joined


def _summed(memory: Memory, drawn: int) -> dict[str, Any]:
    kinds = Counter(access.kind for access in memory.log)
    cells = Counter((access.thread, access.cell, access.kind) for access in memory.log if access.block == drawn)
    return {
        "name": memory.name,
        "shared": memory.shared,
        "size": memory.size,
        "reads": kinds[READ],
        "writes": kinds[WRITE],
        "atomics": kinds[ATOMIC],
        "transactions": 0 if memory.shared else _transactions(memory),
        "block": drawn,
        "drawing": [[thread, cell, kind, times] for (thread, cell, kind), times in sorted(cells.items())][:DRAWN],
    }


def _transactions(memory: Memory) -> int:
    """Segments that the warps' accesses touch: what the lanes of a warp ask for at the same time travels together.

    "At the same time" is the n-th time that each lane comes to the same instruction.
    """
    turns: Counter[Any] = Counter()
    touched = set()
    for access in memory.log:
        who = access.block, access.thread, access.code, access.instruction
        turn = turns[who]
        turns[who] += 1
        segment = access.cell * memory.itemsize // SEGMENT
        touched.add((access.block, access.thread // WARP, access.code, access.instruction, turn, segment))
    return len(touched)


def _races(memory: Memory) -> Iterator[dict[str, Any]]:
    """Cells that two threads access without a barrier between them, at least one writing, not both by atomic operations."""
    by_cell: dict[int, list[Access]] = defaultdict(list)
    for access in memory.log:
        by_cell[access.cell].append(access)
    for cell, accesses in sorted(by_cell.items()):
        pair = _first_conflict(accesses)
        if pair is not None:
            first, second = pair
            yield {
                "memory": memory.name,
                "position": memory.position(cell),
                "kinds": [first.kind, second.kind],
                "threads": [first.thread, second.thread],
                "blocks": [first.block, second.block],
                "lines": [first.line, second.line],
            }


def _first_conflict(accesses: list[Access]) -> tuple[Access, Access] | None:
    changed = [access for access in accesses if access.kind != READ]
    if not changed or len({(access.block, access.thread) for access in accesses}) == 1:
        return None
    seen: set[Any] = set()
    for change in changed:
        who = change.block, change.thread, change.epoch, change.kind
        if who in seen:
            continue
        seen.add(who)
        for other in accesses:
            together = other.block != change.block or (other.epoch == change.epoch and other.thread != change.thread)
            if together and not other.kind == change.kind == ATOMIC:
                return change, other
    return None


# What a compiler for a GPU would make of a kernel, without one.


def typed(kernel: Any, types: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Infer the types of a kernel's variables as numba's compiler for GPUs does; needs neither a GPU nor CUDA.

    `types` are (dtype, dimensions) of its arguments, 0 for a scalar. Returns the variables that are float64, with their
    lines. Raises numba's TypingError where it would not compile.
    """
    from numba import types as numba_types
    from numba.core.compiler import CompilerBase, DefaultPassBuilder, compile_extra
    from numba.core.compiler_machinery import PassManager
    from numba.core.ir import Assign
    from numba.core.target_extension import target_override
    from numba.core.typed_passes import NopythonTypeInference
    from numba.cuda.compiler import CUDAFlags
    from numba.cuda.descriptor import cuda_target
    from numba.np.numpy_support import from_dtype

    states = []

    class Inference(CompilerBase):  # type: ignore[misc]
        def define_pipelines(self) -> list[PassManager]:
            passes = PassManager("types only")
            passes.passes.extend(DefaultPassBuilder.define_untyped_pipeline(self.state).passes)
            passes.add_pass(NopythonTypeInference, "types")
            passes.finalize()
            self.state.cr = ()  # nothing is compiled: this is the answer
            states.append(self.state)
            return [passes]

    scalars = [from_dtype(np.dtype(dtype)) for dtype, _ in types]
    args = tuple(
        numba_types.Array(scalar, dimensions, "C") if dimensions else scalar
        for scalar, (_, dimensions) in zip(scalars, types, strict=True)
    )
    with target_override("cuda"):
        compile_extra(
            typingctx=cuda_target.typing_context,
            targetctx=cuda_target.target_context,
            func=kernel.py_func,
            args=args,
            return_type=None,
            flags=CUDAFlags(),
            locals={},
            pipeline_class=Inference,
        )
    state = states[-1]
    lines: dict[str, int] = {}
    for block in state.func_ir.blocks.values():
        for statement in block.body:
            if isinstance(statement, Assign) and state.typemap.get(statement.target.name) == numba_types.float64:
                name = statement.target.name.lstrip("$").split(".")[0]
                if not statement.target.name.startswith("$"):
                    lines.setdefault(name, statement.loc.line)
    return {"float64": sorted(lines.items())}
