"""What the judge asks of a worker, and a stand-in for one that runs the student's file in this very process.

The stand-in is for the debugger. Its results never count.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from graders.worker import child
from graders.worker.codec import Decoder, Encoder, Reference
from graders.worker.launch import Settings
from graders.worker.replies import Reply, refer
from graders.worker.tree import Account


class WorkerLike(Protocol):
    """What `worker.process.Worker` and `InlineWorker` are both asked."""

    @property
    def printed(self) -> int: ...
    def loaded(self, limit: float) -> Reply: ...
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
    ) -> Reply: ...
    def start(self, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], *, limit: float) -> int: ...
    def done(self, number: int, within: float) -> bool: ...
    def finish(self, number: int, limit: float) -> Reply: ...
    def drop(self, handle: int) -> None: ...
    def printed_after(self, begin: int) -> str: ...
    def freeze_and_wait(self, within: float) -> float | None: ...
    def at_once(self) -> contextlib.AbstractContextManager[bool]: ...
    def accounts(self) -> dict[int, Account] | None: ...
    def stay_on(self, cores: Collection[int]) -> None: ...
    def cpu_seconds(self) -> float | None: ...
    def close(self) -> None: ...


class InlineWorker:
    """The same questions and answers as `worker.process.Worker`, copied through the same codec."""

    printed = 0

    def __init__(self, settings: Settings, wrap: Callable[[Reference], Any]) -> None:
        self._host = child.Host(Path(settings.student), settings.given, gpu=settings.gpu, simulator=settings.simulator)
        self._in = Decoder(self._host.lookup, _no_arena)
        self._out = Encoder(lambda value: Reference("handle", self._host.keep(value), type(value).__name__))
        self._ask, self._wrap = Encoder(refer), Decoder(wrap, _no_arena)
        self._numbers = itertools.count(1)
        self._threads: dict[int, tuple[Thread, list[Reply]]] = {}

    def loaded(self, limit: float) -> Reply:
        return self._answer(self._host.load)

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
        question = bytes(self._ask.encode((target, args, kwargs)))

        def work() -> Any:
            function, inner, named = self._in.decode(question)
            value = self._host.perform(operation, function, inner, named)
            return (value, inner) if inout or look else value

        reply = self._answer(work)
        if look and not reply.raised:
            value, after = reply.value
            reply = replace(reply, value=value, after=after)
        return reply

    def start(self, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], *, limit: float) -> int:
        number = next(self._numbers)
        replies: list[Reply] = []
        thread = Thread(target=lambda: replies.append(self.call("call", target, args, kwargs, limit=limit)), daemon=True)
        self._threads[number] = thread, replies
        thread.start()
        return number

    def done(self, number: int, within: float) -> bool:
        thread, _ = self._threads[number]
        thread.join(within)
        return not thread.is_alive()

    def finish(self, number: int, limit: float) -> Reply:
        thread, replies = self._threads.pop(number)
        thread.join()
        return replies[0]

    def drop(self, handle: int) -> None:
        self._host.handles.pop(handle, None)

    def printed_after(self, begin: int) -> str:
        """Nothing: it goes where the tests' own output goes."""
        return ""

    def freeze_and_wait(self, within: float) -> None: ...

    def at_once(self) -> contextlib.AbstractContextManager[bool]:
        return contextlib.nullcontext(False)

    def accounts(self) -> None: ...

    def stay_on(self, cores: Collection[int]) -> None: ...

    def cpu_seconds(self) -> None: ...

    def close(self) -> None: ...

    def _answer(self, work: Any) -> Reply:
        begin = time.perf_counter()
        try:
            value, kind = work(), child.VALUE
        except Exception as error:
            value, kind = self._host.describe(error), child.RAISED
        seconds = time.perf_counter() - begin
        return Reply(kind, self._wrap.decode(bytes(self._out.encode(value))), seconds)


def _no_arena(*_: Any) -> Any:
    raise AssertionError("inline values are never placed in an arena")
