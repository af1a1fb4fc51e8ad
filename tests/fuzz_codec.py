"""Feeds the judge's ear with bytes as a hostile worker could send them, guided by what they reach in the codec.

    python tests/fuzz_codec.py -max_total_time=60 CORPUS      (make fuzz)

Whatever comes, the judge has either an answer or a WireError, soon and without taking much memory. An input that breaks
that is written to crash-…; put it into tests/corpus/codec, where test_codec.py replays it for ever.
"""

import contextlib
import io
import struct
import sys
import tracemalloc

import numpy as np

if __name__ == "__main__":
    import atheris

    instrumented: contextlib.AbstractContextManager[None] = atheris.instrument_imports(include=["graders"])
else:
    instrumented = contextlib.nullcontext()
with instrumented:
    from graders.worker import child, codec
    from graders.worker.codec import Decoder, WireError, receive_frame
    from graders.worker.process import Worker

BUDGET = 1 << 20
"""Bytes that an answer may take here. The arena is so small that naming it again and again soon takes more."""
SPARE = 4 << 20
FACTOR = 8
"""Bytes that the judge may take besides, and for each byte that came: it holds the frame while it reads it."""


class Wire(io.BytesIO):
    """Bytes as a socket gives them."""

    def recv_into(self, buffer: memoryview) -> int:
        return self.readinto(buffer)


class Judge(Worker):
    """A worker object of the judge's, without a worker behind it."""

    def __init__(self) -> None:
        self._decoder = Decoder(self._resolve, self._copy_out, BUDGET)
        self._wrap = lambda reference: reference.type_name
        self._inbox = codec.Arena(bytearray(1 << 16))  # type: ignore[arg-type]
        self._outbox = codec.Arena(bytearray(1 << 16))  # type: ignore[arg-type]
        self._inbox.allocate(100)
        self.on_the_way = self.answered = 0

    def close(self) -> None: ...


def hear(data: bytes) -> None:
    """Read one answer: `data` as it is, or, where it begins with a kind of answer, as the body of a well-formed frame.

    Raises nothing, unless there is something to mend.
    """
    judge = Judge()
    if data[:1] in (b"\1", b"\2"):
        data = struct.pack("<BQQ", data[0], 1, len(data) - 1) + data[1:]
    try:
        kind, _, body = receive_frame(Wire(data))  # type: ignore[arg-type]
        value = judge._understand(child.RAISED if kind == child.RAISED else child.VALUE, body, 10.0)
    except (WireError, EOFError):
        return
    assert not isinstance(value, np.ndarray) or value.nbytes <= codec.MAX_ARRAY


def hear_measured(data: bytes) -> int:
    """The same; the most memory that was taken meanwhile, in bytes."""
    tracemalloc.start()
    try:
        hear(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-rss_limit_mb=3000", "-timeout=10"], hear)
    atheris.Fuzz()
