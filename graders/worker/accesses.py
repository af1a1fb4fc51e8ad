"""What a launch of a kernel did to memory, as the simulator wrote it down, and what follows from it.

Source of the race rule: happens-before, Lamport 1978; what a warp's accesses cost: CUDA C++ Best Practices Guide, "Coalesced
Access to Global Memory". https://docs.nvidia.com/cuda/cuda-c-best-practices-guide
"""

import bisect
import dis
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

WARP = 32
SEGMENT = 128
"""Bytes that one transaction with global memory moves."""
DRAWN = 4096
"""Cells of a drawing, at most."""
FAULTS = 3
"""Races and barriers that are told of per launch, at most."""
READ, WRITE, ATOMIC = "read", "write", "atomic"
SHARED = "shared memory"


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


_instructions: dict[tuple[int, int], int] = {}


def instruction_of(frame: Any) -> int:
    """Which instruction a frame is at. Once Python has specialised one, f_lasti points a little behind it."""
    key = id(frame.f_code), frame.f_lasti
    if key not in _instructions:
        begins = [each.offset for each in dis.get_instructions(frame.f_code)]
        _instructions[key] = begins[bisect.bisect_right(begins, frame.f_lasti) - 1]
    return _instructions[key]


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


def reported(launch: Launch) -> dict[str, Any]:
    """A launch as plain data: every memory's accesses counted, the middle block drawn, barriers and races."""
    memories = [*launch.arrays, _joined(list(launch.shared.values()))] if launch.shared else launch.arrays
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
