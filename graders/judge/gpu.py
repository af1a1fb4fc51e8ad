"""Kernels for a GPU, judged without one: they run in Numba's simulator, one thread at a time, and every access is counted.

found = gpu.launch(student, "add", 4, 32, a, b, out)          one launch of a kernel; found.args are its arguments afterwards
found = gpu.run(student, "convolve", x, k)                    a function that launches; found.value is its answer
gpu.accesses(student, found, "reads", of="x", at_most=240)    how often it went to that memory; a drawing for the page
gpu.typed(student, ["add"], "f4[]", "f4[]", "f4[]")           that it compiles for a GPU, and computes in float32 only
gpu.branch_free(student, "add_padded")                        that there is no if in it

of: the name of a kernel's argument, "global" for all of them together, or "shared". what: reads, writes, atomics, or
transactions: 128 bytes for all that a warp of 32 threads asks for at the same time.

A launch with a data race, or with a barrier that some threads of a block pass by, fails the check, whatever the answer; so
does an index that is negative or too large. All of it is counted within the student's process, by code of ours: who digs deep
can forge it (guide/instructors/security.md).
"""

import ast
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from unittest import SkipTest

import msgspec

from graders.judge import messages
from graders.judge.failure import Mismatch, Stopped
from graders.judge.meters import judged
from graders.judge.session import Session
from graders.judge.show import show_call
from graders.result import Drawing, Measure
from graders.text import harmless
from graders.worker.codec import Reference
from graders.worker.replies import Reply

Order = Literal["forward", "reverse"] | int
"""In which order the threads of a block run, and the blocks of a grid; a number shuffles them."""
What = Literal["reads", "writes", "atomics", "transactions"]
Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
"""Numbers that a worker writes: those of Python can be so large that nobody can divide or print them."""
GLOBAL, SHARED = "global", "shared"


class Memory(msgspec.Struct, frozen=True):
    """What a launch did to one array of global memory, or to all of its shared memory."""

    name: str
    shared: bool
    size: Count
    reads: Count
    writes: Count
    atomics: Count
    transactions: Count
    block: Count
    """The one that is drawn."""
    drawing: list[tuple[Count, Count, str, Count]]
    """(thread, cell, kind, how often)"""


class Barrier(msgspec.Struct, frozen=True):
    reached: Count
    threads: Count
    line: Count


class Clash(msgspec.Struct, frozen=True):
    """Two accesses to one cell, with nothing that says which comes first."""

    memory: str
    position: list[Count]
    kinds: tuple[str, str]
    threads: tuple[Count, Count]
    blocks: tuple[Count, Count]
    lines: tuple[Count, Count]


class Launch(msgspec.Struct, frozen=True):
    kernel: str
    blocks: tuple[Count, ...]
    threads: tuple[Count, ...]
    memories: list[Memory]
    barriers: list[Barrier]
    races: list[Clash]

    def of(self, name: str) -> list[Memory]:
        """The memory of that name; nothing where the launch has none of it."""
        if name == GLOBAL:
            return [memory for memory in self.memories if not memory.shared]
        return [memory for memory in self.memories if (memory.shared if name == SHARED else memory.name == name)]


class Report(msgspec.Struct, frozen=True):
    uploads: Count
    downloads: Count
    launches: list[Launch]


class Found(msgspec.Struct, frozen=True):
    """What a call returned, its arguments as it left them, and what happened on the way."""

    value: Any
    args: tuple[Any, ...]
    report: Report

    def count(self, what: What, of: str) -> int:
        """How often, in all launches together."""
        return sum(getattr(memory, what) for launch in self.report.launches for memory in launch.of(of))


def launch(session: Session, kernel: str, blocks: Any, threads: Any, *args: Any, order: Order = "forward") -> Found:
    """kernel[blocks, threads](*args) in the simulator. Raises StudentFailure, also for a data race."""
    found = _simulate(session, kernel, [blocks, threads], order, args, f"{kernel}[{blocks}, {threads}]")
    if len(found.report.launches) != 1:
        raise Mismatch(messages.no_kernel(kernel))
    return found


def run(session: Session, name: str, *args: Any, order: Order = "forward") -> Found:
    """name(*args), a function that launches kernels, in the simulator. Raises StudentFailure, also for a data race."""
    return _simulate(session, name, None, order, args, name)


def accesses(
    session: Session, found: Found, what: What, *, of: str, at_most: float | None = None, drawn: bool = True
) -> Measure:
    """How often the launches went to that memory, as a meter, with a drawing of one block's accesses to an array."""
    memory = next((memory for each in found.report.launches for memory in each.of(of) if memory.drawing), None)
    drawing = None
    if drawn and memory is not None and of != GLOBAL:
        drawing = Drawing(harmless(memory.name, 100), memory.block, memory.drawing)
    measure = Measure(messages.access_name(what, of), found.count(what, of), "", limit=at_most, drawing=drawing)
    return judged(session, measure, over=True)


def typed(session: Session, kernels: Sequence[str], *types: str, float64: bool = False, counting: bool = False) -> None:
    """The kernels compile for a GPU with arguments of these types, such as "f4[]", "f4[,]" or "i8".

    Where float64 is not wanted, no variable may be one: GPUs compute in it up to 64 times more slowly. In kernels that are
    `counting`, no array may be of a type that ends before int32 does. Types are inferred by numba's own compiler for GPUs,
    which needs neither CUDA nor a GPU for that. Raises StudentFailure.
    """
    session.worker()  # says whatever is wrong with the file
    if session.inline:
        raise SkipTest(messages.NOT_INLINE)
    wanted = [(match[1], 0 if match[2] is None else match[2].count(",") + 1) for match in map(_type, types)]
    for kernel, reply in zip(kernels, session.types(kernels, wanted), strict=True):
        _judge_types(session, kernel, reply, float64, counting)


def _judge_types(session: Session, kernel: str, reply: Reply, float64: bool, counting: bool) -> None:
    if reply.raised:
        failure = session.raised(reply.value)
        if {"NumbaError", "NumbaAssertionError"} & set(reply.value["bases"]):
            complaint = reply.value["message"]
            raise Mismatch(messages.not_for_a_gpu(kernel), _reasons(complaint), _line_of(session, complaint))
        raise failure
    types = _converted(reply.value, dict[Literal["float64", "narrow"], list[tuple[str, int]]])
    doubles, narrow = types["float64"], types["narrow"]
    if narrow and counting:
        name, line = narrow[0]
        raise Mismatch(messages.counts_badly(kernel, name), line=line)
    if doubles and not float64:
        name, line = doubles[0]
        raise Mismatch(messages.in_double(kernel, name), line=line)


def _type(text: str) -> re.Match[str]:
    match = re.fullmatch(r"([a-z]\d)(\[,*\])?", text)
    if match is None:
        raise ValueError(f"{text!r} should look like f4[], f4[,] or i8")
    return match


def _simulate(
    session: Session, name: str, configuration: list[Any] | None, order: Order, args: Sequence[Any], shown: str
) -> Found:
    asked = (configuration, order, *args)
    call = show_call(shown, tuple(args), {})
    answer, after = session.ask_worker("simulate", Reference("student", name), asked, {}, call, inout=True)
    if type(answer) is not tuple or len(answer) != 2:
        raise Stopped(messages.tampered("a malformed reply"))
    found = Found(answer[0], tuple(after[2:]), _converted(answer[1], Report))
    for each in found.report.launches:
        for barrier in each.barriers:
            raise Mismatch(messages.divergent_barrier(each.kernel, barrier.reached, barrier.threads), line=barrier.line)
        for race in each.races:
            raise Mismatch(
                messages.data_race(each.kernel, race.memory, race.position),
                [messages.two_accesses(race.kinds, race.threads, race.blocks, race.lines)],
                race.lines[0],
            )
    return found


def _converted(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise Stopped(messages.tampered(str(error))) from None


_SHAPE = re.compile(r"<function (?:shared|local)\.array .*>>> array\(", re.DOTALL)
"""numba's words for an array of shared or local memory whose shape it does not know beforehand, or whose type."""


def _reasons(message: str) -> list[str]:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    hint = [messages.SHAPE_IS_NO_CONSTANT] if _SHAPE.search(message) else []
    return hint + (lines[1:4] or lines[:1])


def _line_of(session: Session, message: str) -> int | None:
    """The line of the student's file at which numba gave up."""
    lines = re.findall(rf'^File "(?:[^"\n]*/)?{re.escape(session.path.name)}", line (\d+):', message, re.MULTILINE)
    return int(lines[0]) if lines else None


def branch_free(session: Session, name: str) -> None:
    """The function, as it stands in the student's file, holds no if, no while and no conditional expression."""
    session.worker()  # says whatever is wrong with the file
    source = session.path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # though the worker could, with more room on its stack
        raise Stopped(messages.syntax_error(session.path.name, None, "nested too deeply to be read")) from None
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
    for node in (inner for function in functions[-1:] for inner in ast.walk(function)):
        if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Match | ast.BoolOp | ast.Compare):
            raise Mismatch(messages.has_a_branch(name), line=node.lineno)
