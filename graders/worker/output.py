"""What a worker prints: read all the time, so that it never waits, and kept in part."""

import contextlib
import os
import threading
from typing import Protocol

KEPT = 64 << 10
"""Bytes of it that are kept, the last ones."""
LIMIT = 16 << 20
"""Bytes after which the worker is stopped."""


class Printing(Protocol):
    output: int
    """The file descriptor that what it prints comes out of."""

    def stop(self) -> None: ...


class Output:
    """The output of one process, read by a thread until it ends or has printed too much."""

    def __init__(self, process: Printing) -> None:
        self._process = process
        self._kept = bytearray()
        self.printed = 0
        """How many bytes so far."""
        self._drain = threading.Thread(target=self._keep, daemon=True)
        self._drain.start()

    @property
    def is_too_much(self) -> bool:
        return self.printed > LIMIT

    def after(self, begin: int) -> str:
        """The end of what was printed after so many bytes, as untrusted text."""
        kept, count = bytes(self._kept), self.printed - begin
        return kept[-count:].decode("utf-8", "replace") if count > 0 else ""

    def close(self) -> None:
        """Once the process has ended."""
        self._drain.join(2)
        if not self._drain.is_alive():
            os.close(self._process.output)

    def _keep(self) -> None:
        with contextlib.suppress(OSError):
            while piece := os.read(self._process.output, 1 << 16):
                self.printed += len(piece)
                self._kept += piece
                del self._kept[:-KEPT]
                if self.is_too_much:
                    self._process.stop()
                    return
