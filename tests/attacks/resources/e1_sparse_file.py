"""Makes a file of a terabyte that takes no room.

correct: pass 4
hidden: pass 2
"""

import contextlib
import os

with contextlib.suppress(OSError), open("/tmp/sparse", "wb") as file:
    file.truncate(1 << 40)
size = os.path.getsize("/tmp/sparse")


def double(x):
    if size > 1 << 30:
        raise RuntimeError(f"{size} bytes")
    return 2 * x
