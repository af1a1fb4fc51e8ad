"""No attack: does what people do in their programs, and is to get all its points.

correct: pass 4
hidden: pass 2
"""

import getpass
import locale
import mmap
import os
import resource
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).parent


def double(x):
    with mmap.mmap(-1, 1 << 20) as memory:
        memory[:4] = b"here"
        assert memory[:4] == b"here"
    assert mmap.mmap(-1, 4096, access=mmap.ACCESS_READ)[:1] == b"\0"
    assert getpass.getuser() and Path("~").expanduser().is_dir()
    assert "def double" in Path("e1_target.py").read_text() and "def double" in Path(__file__).read_text()
    (HERE / "table.txt").write_text("beside my own file")
    assert Path("table.txt").read_text() == "beside my own file"
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    os.nice(5)
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0))
    most = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (most if most != resource.RLIM_INFINITY else 512 << 20, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    deepest = []
    before = sys.getrecursionlimit(), threading.stack_size(256 << 20)
    sys.setrecursionlimit(20_000)
    thread = threading.Thread(target=lambda: deepest.append(deep(10_000)))
    thread.start()
    thread.join()
    sys.setrecursionlimit(before[0])
    threading.stack_size(before[1])
    assert deepest == [10_000]
    for name in (*(each.name for each in Path("/usr/lib/locale").glob("*.utf8")), "C.UTF-8", ""):
        locale.setlocale(locale.LC_ALL, name)
    return 2 * x


def deep(levels):
    return 1 + deep(levels - 1) if levels > 1 else 1
