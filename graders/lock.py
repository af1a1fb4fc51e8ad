"""One at a time: a folder that several nights must not write to at once. The lock goes with its process, however that ends."""

import contextlib
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from graders.result import write_atomically

_FILE, _HOLDER = ".lock", ".lock-holder"


class Locked(Exception):
    """Somebody else is at work there; one sentence."""


@contextlib.contextmanager
def locked(folder: Path, who: str, wait: bool = False) -> Iterator[None]:
    """Hold the folder, which is made where it is missing, until the end of the context; with `wait` from when it is free.

    Raises Locked with who holds it, and since when.
    """
    # Imported here: the student's side does without.
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _FILE, timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except Timeout:
        raise Locked(f"{folder} is in use{_holder(folder)}: wait for its end, or say --wait") from None
    try:
        about = f"{who}, process {os.getpid()} on {socket.gethostname()}, since {datetime.now().astimezone():%Y-%m-%d %H:%M %Z}"
        write_atomically(folder / _HOLDER, about.encode())
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return f" by {(folder / _HOLDER).read_text(encoding='utf-8')}"
    except OSError:  # it has only just begun
        return ""
