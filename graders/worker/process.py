"""Talks to one worker: asks, waits, reads what comes back, and believes none of it before it is checked. The judge's side."""

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from graders.worker import child, codec, launch, priority, replies, tree
from graders.worker.codec import Arena, Decoder, Encoder, Reference, WireError
from graders.worker.effort import Allowance, Effort
from graders.worker.failures import Ended, Flooded, Tampered, TooLarge, Unwieldy, WorkerFailure
from graders.worker.launch import Launcher, Plain, Settings, SharedMemory
from graders.worker.output import Output
from graders.worker.patience import TICK, Patience
from graders.worker.replies import Reply, cleaned_description, refer

SETTLING = 0.25
"""Seconds within which a worker that was told to stop stands still."""
GONE = 10.0
"""Seconds within which a process whose channel is closed has ended: on a busy machine that, too, waits its turn."""
GREEDY = 0.5
"""Of its memory; whoever is killed and had more than that may have been killed for it."""
KILL = 9
"""The number of SIGKILL, which not every platform knows."""
FREEZES = os.name == "posix"
"""Whether stopping a worker is cheap enough to be done after every call, not only in races."""


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
        self.allowance = allowance or Allowance()
        self.compiling = False
        self._used = 0
        """Bytes of memory at the last look."""
        self._memory = settings.memory
        self._waiting: set[int] = {0}
        self._answers: dict[int, Reply] = {}
        self._drop: list[int] = []
        self._frozen = self._closed = False
        self.on_the_way = self.answered = 0
        """Bytes of shared memory in which the arguments and the answer of the last call lie, and the answer alone."""
        inbox, outbox = SharedMemory(launch.ARENA), SharedMemory(launch.ARENA)
        self._inbox, self._outbox = Arena(inbox.memory), Arena(outbox.memory)
        self._answers_in = os.dup(outbox.fd) if tree.LINUX else -1
        self._wire, theirs = socket.socketpair()
        self._wire.settimeout(TICK)
        self._decoder = Decoder(self._resolve, self._copy_out, codec.MAX_ANSWER)
        self._encoder = Encoder(refer, self._inbox)
        # Kept: when a sandbox is collected, its fork server ends, and every worker with it.
        self._launcher = launcher or Plain()
        try:
            self._process = self._launcher.start(settings, theirs, (inbox, outbox))
        finally:
            theirs.close()
            inbox.close_fd()
            outbox.close_fd()
        self._output = Output(self._process)

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
        patience = Patience(self, limit)
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
        self._send(child.START, number, body, Patience(self, limit))
        return number

    def done(self, number: int, within: float) -> bool:
        """Whether that call has been answered, waiting for it up to `within` seconds, as limits count them."""
        if number not in self._answers:
            self.thaw()
        effort = Effort(self.pid, self.allowance)
        while number not in self._answers:
            if self._readable(min(TICK, within - effort.charged)):
                self._read_one(time.perf_counter(), Patience(self, TICK * 10))
                continue
            effort.look(self.compiling)
            if effort.charged >= within:
                return False
            effort.check_that_it_runs(within)
        return True

    def finish(self, number: int, limit: float) -> Reply:
        if number not in self._answers:
            self.thaw()
        return self._await(number, time.perf_counter(), Patience(self, limit))

    def drop(self, handle: int) -> None:
        """Forget an object kept for the judge; told to the worker with the next call."""
        self._drop.append(handle)

    @property
    def printed(self) -> int:
        """How many bytes the student's code printed so far."""
        return self._output.printed

    def printed_after(self, begin: int) -> str:
        """The end of what it printed after so many bytes, as untrusted text."""
        return self._output.after(begin)

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
        self._output.close()

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

    def _send(self, kind: int, number: int, body: bytes | bytearray, patience: Patience) -> None:
        try:
            codec.send_frame(self._wire, kind, number, body, patience)
        except OSError:
            raise self._ended() from None

    def _await(self, number: int, begin: float, patience: Patience, timed: bool = False) -> Reply:
        while number not in self._answers:
            self._read_one(begin, patience, timed)
        patience.effort.end(TICK)
        return self._answers.pop(number)

    def look(self) -> None:
        """Raise what is the matter with a worker that has not answered yet."""
        if self._output.is_too_much:
            raise Flooded
        if self._process.poll() is not None and not self._readable(0):
            raise self._ended()
        self._used = tree.memory(self.pid) or self._used
        if self._used > self._memory and tree.proportional_memory(self.pid) > self._memory:
            raise TooLarge

    def _read_one(self, begin: float, patience: Patience, timed: bool = False) -> None:
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
        return cleaned_description(pair[1]) if kind == child.RAISED else pair[1]

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
        if self._output.is_too_much:
            return Flooded()
        if code is None:
            return Tampered("the channel was closed")
        greedy = self._used > self._memory * GREEDY or self._process.out_of_memory()
        return Ended(code, unexplained=code == -KILL and not greedy)

    def _resolve(self, reference: Reference) -> Any:
        if reference.space != "handle" or not isinstance(reference.name, int):
            raise WireError("a reference to something that is not the worker's")
        reference.type_name, reference.attribute = reference.type_name[: replies.LONGEST_NAME], ""
        return self._wrap(reference)

    def _copy_out(self, offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        found = self._outbox.view(offset, dtype, shape).copy()
        pages = -(-found.nbytes // Arena.ALIGN) * Arena.ALIGN
        self.on_the_way, self.answered = self.on_the_way + pages, self.answered + pages
        return found
