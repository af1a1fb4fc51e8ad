"""Talks to one worker: asks, waits, reads what comes back, and believes none of it before it is checked. The judge's side."""

import contextlib
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.worker import child, codec, launch, priority, tree
from graders.worker.codec import Arena, Decoder, Encoder, Reference, WireError
from graders.worker.effort import Allowance, Effort, ceiling
from graders.worker.launch import Launcher, Plain, Settings, SharedMemory

SETTLING = 0.25
"""Seconds within which a worker that was told to stop stands still."""
OUTPUT_KEPT = 64 << 10
OUTPUT_LIMIT = 16 << 20
TICK = 0.1
GONE = 10.0
"""Seconds within which a process whose channel is closed has ended: on a busy machine that, too, waits its turn."""
GREEDY = 0.5
"""Of its memory; whoever is killed and had more than that may have been killed for it."""
KILL = 9
"""The number of SIGKILL, which not every platform knows."""
LONGEST_NAME, LONGEST_MESSAGE = 200, 2000
"""Characters of a worker's text that the judge keeps."""
FREEZES = os.name == "posix"
"""Whether stopping a worker is cheap enough to be done after every call, not only in races."""


class WorkerFailure(Exception):
    """The worker is of no use any more. A fresh one has to be started."""


class TimedOut(WorkerFailure):
    """It took longer than the limit, as limits count; see `effort.py`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"did not answer in {seconds:g} s")
        self.seconds = seconds


class Starved(WorkerFailure):
    """It was not answered, but did not get enough of a processor either: no verdict."""

    def __init__(self) -> None:
        super().__init__("did not get enough of a processor to answer")


class Ended(WorkerFailure):
    """The process ended before it answered; `code` as in subprocess, negative for a signal."""

    def __init__(self, code: int, unexplained: bool = False) -> None:
        super().__init__(f"ended with {code}")
        self.code = code
        self.unexplained = unexplained
        """Whether it was killed, and nothing says that the memory it used was why."""


class Flooded(WorkerFailure):
    """It printed more than the limit."""


class Tampered(WorkerFailure):
    """It broke the protocol."""


class Unwieldy(WorkerFailure):
    """Its answer would take more of the judge's memory or time than an answer may."""


class TooLarge(WorkerFailure):
    """All its processes together used more memory than the limit."""


@dataclass(frozen=True)
class Reply:
    kind: int
    value: Any
    seconds: float
    """From the judge sending the call to the judge having the answer, by the judge's clock."""
    cpu: float | None = None
    """CPU seconds the worker used for a timed call, where the platform tells."""
    after: tuple[Any, ...] = ()
    """The arguments of a call that was looked at, as it left them: the judge's copies of the memory they lie in."""

    @property
    def raised(self) -> bool:
        return self.kind == child.RAISED


@dataclass(frozen=True)
class Timing:
    """What a call took, in seconds of the judge's clock and of the worker's CPU time, and what it returned."""

    wall: float
    cpu: float
    value: Any
    after: tuple[Any, ...] = ()
    """The arguments as the call left them."""


class Worker:
    """One process with one student's file in it. Not thread-safe: a judge asks one question at a time."""

    def __init__(
        self,
        settings: Settings,
        wrap: Callable[[Reference], Any],
        launcher: Launcher | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        self._wrap = wrap
        self._allowance = allowance or Allowance()
        self._compiling = False
        self._used = 0
        """Bytes of memory at the last look."""
        self._memory = settings.memory
        self._waiting: set[int] = {0}
        self._answers: dict[int, Reply] = {}
        self._drop: list[int] = []
        self._output = bytearray()
        self._printed = 0
        self._frozen = self._closed = False
        self.on_the_way = self.answered = 0
        """Bytes of shared memory in which the arguments and the answer of the last call lie, and the answer alone."""
        inbox, outbox = SharedMemory(launch.ARENA), SharedMemory(launch.ARENA)
        self._inbox, self._outbox = Arena(inbox.memory), Arena(outbox.memory)
        self._answers_in = os.dup(outbox.fd) if tree.LINUX else -1
        self._wire, theirs = socket.socketpair()
        self._wire.settimeout(TICK)
        self._decoder = Decoder(self._resolve, self._copy_out, codec.MAX_ANSWER)
        self._encoder = Encoder(_refer, self._inbox)
        # Kept: when a sandbox is collected, its fork server ends, and every worker with it.
        self._launcher = launcher or Plain()
        try:
            self._process = self._launcher.start(settings, theirs, (inbox, outbox))
        finally:
            theirs.close()
            inbox.close_fd()
            outbox.close_fd()
        self._drain = threading.Thread(target=self._keep_output, daemon=True)
        self._drain.start()

    def loaded(self, limit: float) -> Reply:
        """Wait until the student's file has been imported; the reply is what its import raised, if anything."""
        return self.finish(0, limit)

    def call(
        self,
        operation: str,
        target: Reference,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        limit: float,
        inout: bool = False,
        timed: bool = False,
        look: bool = False,
    ) -> Reply:
        """Ask and wait for the answer. `look`: also at the arrays among `args` as they are then, where they lie.

        Nothing that the worker is told or sent differs with `timed` or `look`.
        """
        number, body = self._question(operation, target, args, kwargs, inout)
        placed = self._encoder.placed
        self.on_the_way, self.answered = self._inbox.lent(placed.values()), 0
        spent = self.cpu_seconds() if timed else None
        self.thaw()
        patience = _Patience(self, limit)
        begin = time.perf_counter()
        self._send(child.CALL, number, body, patience)
        reply = self._await(number, begin, patience, timed)
        if spent is not None:
            reply = replace(reply, cpu=(self.cpu_seconds() or 0.0) - spent)
        return replace(reply, after=self._afterwards(args, placed)) if look else reply

    def _afterwards(self, args: tuple[Any, ...], placed: dict[int, int]) -> tuple[Any, ...]:
        """The arguments, with the arrays that lie in the arena as they are now. Nothing has been put there since."""
        return tuple(
            self._inbox.view(placed[id(arg)], arg.dtype, arg.shape).copy()
            if type(arg) is np.ndarray and id(arg) in placed
            else arg
            for arg in args
        )

    def start(self, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], *, limit: float) -> int:
        """Begin a call in a thread of the worker's; its number is for `done` and `finish`."""
        number, body = self._question("call", target, args, kwargs, False)
        self.thaw()
        self._send(child.START, number, body, _Patience(self, limit))
        return number

    def done(self, number: int, within: float) -> bool:
        """Whether that call has been answered, waiting for it up to `within` seconds, as limits count them."""
        if number not in self._answers:
            self.thaw()
        effort = Effort(self.pid, self._allowance)
        while number not in self._answers:
            if self._readable(min(TICK, within - effort.charged)):
                self._read_one(time.perf_counter(), _Patience(self, TICK * 10))
                continue
            effort.look(self._compiling)
            if effort.charged >= within:
                return False
            if effort.wall > ceiling(within):
                raise Starved
        return True

    def finish(self, number: int, limit: float) -> Reply:
        if number not in self._answers:
            self.thaw()
        return self._await(number, time.perf_counter(), _Patience(self, limit))

    def drop(self, handle: int) -> None:
        """Forget an object kept for the judge; told to the worker with the next call."""
        self._drop.append(handle)

    @property
    def printed(self) -> int:
        """How many bytes the student's code printed so far."""
        return self._printed

    def printed_after(self, begin: int) -> str:
        """The end of what it printed after so many bytes, as untrusted text."""
        kept, count = bytes(self._output), self._printed - begin
        return kept[-count:].decode("utf-8", "replace") if count > 0 else ""

    @property
    def pid(self) -> int:
        return self._process.pid

    def cpu_seconds(self) -> float | None:
        """CPU time that all its processes have used, where the platform tells. It stands still between calls."""
        return tree.cpu_seconds(self.pid)

    def stay_on(self, cores: Collection[int]) -> None:
        """Run on these cores only, with all that it has started, where the platform allows to say so."""
        tree.stay_on(self.pid, cores)

    def give_back(self) -> None:
        """Give back what shared memory has been used for so far, so that none of it is there unseen in the next call."""
        self._inbox.give_back()
        self._outbox.give_back()

    def set_aside(self) -> int:
        """Bytes that it keeps outside its own memory: in temporary files of its sandbox, and where answers are put."""
        outbox = os.fstat(self._answers_in).st_blocks * 512 if self._answers_in >= 0 else 0
        return outbox + tree.in_files(self.pid)

    def close(self) -> None:
        """End the worker and everything it started."""
        if self._closed:
            return
        self._closed = True
        self._process.close()
        if self._answers_in >= 0:
            os.close(self._answers_in)
        self._wire.close()
        self._drain.join(2)
        if not self._drain.is_alive():
            os.close(self._process.output)

    def freeze_and_wait(self, within: float) -> float | None:
        """Freeze it and wait until it has stopped; returns `cpu_seconds`, which from then on should not change."""
        self.freeze()
        deadline = time.monotonic() + within
        while not tree.is_stopped(self.pid) and time.monotonic() < deadline:
            time.sleep(2e-4)
        return self.cpu_seconds()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[bool]:
        """In this block its calls come before everybody else's work, and the judge before them; says whether that is so.

        Raises Tampered when the priority cannot be taken back, and ends the worker.
        """
        keeper = self._process.keeper
        if keeper is None or not priority.allowed():
            yield False
            return
        with priority.judging():
            try:
                self.freeze_and_wait(SETTLING)
                yield priority.give(keeper)
            finally:
                if not self._closed:
                    self.freeze_and_wait(SETTLING)
                    if not priority.take_back(keeper):
                        self.close()
                        raise Tampered("it kept a priority")

    def accounts(self) -> dict[int, tree.Account] | None:
        """What the kernel has noted about each of its threads that lives; exact while it stands still."""
        return tree.threads(self._process.keeper or self.pid)

    def freeze(self) -> None:
        """Let no part of it run until the next call, also where a started call is still under way."""
        if not self._frozen:
            self._frozen = True
            self._process.stop()

    def _rest(self, timed: bool) -> None:
        """Between calls no part of the worker runs: nothing is computed ahead, and nobody else is slowed down."""
        if not self._waiting and (FREEZES or timed):
            self.freeze()

    def thaw(self) -> None:
        """Let it run again, also without a call."""
        if self._frozen:
            self._frozen = False
            self._process.go_on()

    def _question(
        self, operation: str, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], inout: bool
    ) -> tuple[int, bytes | bytearray]:
        drop, self._drop = self._drop, []
        body = self._encoder.encode((operation, target, args, kwargs, inout, drop))
        # Not to be guessed: an answer that was ready before its question is none.
        number = secrets.randbits(63) | 1
        self._waiting.add(number)
        return number, body

    def _send(self, kind: int, number: int, body: bytes | bytearray, patience: "_Patience") -> None:
        try:
            codec.send_frame(self._wire, kind, number, body, patience)
        except OSError:
            raise self._ended() from None

    def _await(self, number: int, begin: float, patience: "_Patience", timed: bool = False) -> Reply:
        while number not in self._answers:
            self._read_one(begin, patience, timed)
        patience.effort.end(TICK)
        return self._answers.pop(number)

    def _look(self) -> None:
        """Raise what is the matter with a worker that has not answered yet."""
        if self._printed > OUTPUT_LIMIT:
            raise Flooded
        if self._process.poll() is not None and not self._readable(0):
            raise self._ended()
        self._used = tree.memory(self.pid) or self._used
        if self._used > self._memory and tree.proportional_memory(self.pid) > self._memory:
            raise TooLarge

    def _read_one(self, begin: float, patience: "_Patience", timed: bool = False) -> None:
        try:
            kind, number, body = codec.receive_frame(self._wire, patience)
            seconds = time.perf_counter() - begin
            if kind == child.COMPILES:
                patience.now_compiling(number != 0)
                return
            if number not in self._waiting or kind not in (child.VALUE, child.RAISED):
                raise WireError("an answer to a question that was not asked")
            self._waiting.discard(number)
            # First stopped, then looked at: a worker that answers before the work is done does not get to do it now.
            self._rest(timed)
            value = self._understand(kind, body, patience.limit)
        except (EOFError, ConnectionError):
            raise self._ended() from None
        except codec.TooMuch as error:
            raise Unwieldy(str(error)) from None
        except WireError as error:
            raise Tampered(str(error)) from None
        self._answers[number] = Reply(kind, value, seconds)

    def _understand(self, kind: int, body: bytes | bytearray, limit: float) -> Any:
        """The value in an answer's body, or the description of what was raised. Raises WireError.

        To read an answer may take the judge as long as to give it may take the worker, by this thread's own clock: on a
        busy machine reading takes nothing from anybody.
        """
        begin = time.thread_time()

        def patience() -> None:
            if time.thread_time() - begin > limit:
                raise codec.TooMuch(f"reading it takes longer than {limit:.3g} s")

        pair = self._decoder.decode(body, patience)
        if type(pair) is not tuple or len(pair) != 2 or type(pair[0]) is not list:
            raise WireError("a malformed reply")
        if not all(type(offset) is int for offset in pair[0]):
            raise WireError("invalid offsets")
        for offset in pair[0]:
            self._inbox.release(offset)
        return _cleaned_description(pair[1]) if kind == child.RAISED else pair[1]

    def _readable(self, within: float) -> bool:
        self._wire.settimeout(max(within, 1e-6))
        try:
            self._wire.recv(1, socket.MSG_PEEK)
        except (TimeoutError, BlockingIOError):
            return False
        except OSError:
            return True
        finally:
            self._wire.settimeout(TICK)
        return True

    def _ended(self) -> WorkerFailure:
        code = self._process.poll(GONE)
        if self._printed > OUTPUT_LIMIT:
            return Flooded()
        if code is None:
            return Tampered("the channel was closed")
        greedy = self._used > self._memory * GREEDY or self._process.out_of_memory()
        return Ended(code, unexplained=code == -KILL and not greedy)

    def _resolve(self, reference: Reference) -> Any:
        if reference.space != "handle" or not isinstance(reference.name, int):
            raise WireError("a reference to something that is not the worker's")
        reference.type_name, reference.attribute = reference.type_name[:LONGEST_NAME], ""
        return self._wrap(reference)

    def _copy_out(self, offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        found = self._outbox.view(offset, dtype, shape).copy()
        pages = -(-found.nbytes // Arena.ALIGN) * Arena.ALIGN
        self.on_the_way, self.answered = self.on_the_way + pages, self.answered + pages
        return found

    def _keep_output(self) -> None:
        with contextlib.suppress(OSError):
            while piece := os.read(self._process.output, 1 << 16):
                self._printed += len(piece)
                self._output += piece
                del self._output[:-OUTPUT_KEPT]
                if self._printed > OUTPUT_LIMIT:
                    self._process.stop()
                    return


class _Patience:
    """How long one call is waited for: called now and then meanwhile, it raises when that has to end."""

    def __init__(self, worker: Worker, limit: float) -> None:
        self._worker, self.limit, self._next = worker, limit, 0.0
        self.effort = Effort(worker.pid, worker._allowance)

    def __call__(self) -> None:
        now = time.perf_counter()
        if now < self._next:
            return
        self._next = now + TICK
        self.effort.look(self._worker._compiling)
        if self.effort.charged > self.limit:
            raise TimedOut(self.limit)
        if self.effort.wall > ceiling(self.limit):
            raise Starved
        self._worker._look()

    def now_compiling(self, does: bool) -> None:
        """Said by the worker; also who says it without end is looked at."""
        self.effort.look(self._worker._compiling)
        self._worker._compiling = does
        self()


def _refer(value: Any) -> Reference:
    if isinstance(value, Reference):
        return value
    reference = getattr(value, "__worker_reference__", None)
    if isinstance(reference, Reference):
        return reference
    raise codec.Unsendable(
        f"{type(value).__name__} cannot be sent to the worker: send data, or put the function into given_….py"
    )


def _cleaned_description(value: Any) -> dict[str, Any]:
    """An exception's description with exactly the fields and types the judge reads, none of them long."""
    wanted = {"type": str, "bases": list, "message": str, "lines": list, "missing": list, "module": str}
    if type(value) is not dict or {key: type(item) for key, item in value.items()} != wanted:
        raise WireError("an exception that is not described")
    if not all(type(item) is int and 0 <= item < 1 << 31 for item in value["lines"]):
        raise WireError("invalid line numbers")
    if not all(type(item) is str for item in value["bases"] + value["missing"]):
        raise WireError("invalid names")
    return {
        "type": value["type"][:LONGEST_NAME],
        "bases": [name[:LONGEST_NAME] for name in value["bases"][:50]],
        "message": value["message"][:LONGEST_MESSAGE],
        "lines": value["lines"][:50],
        "missing": [name[:LONGEST_NAME] for name in value["missing"][:60]],
        "module": value["module"][:LONGEST_NAME],
    }
