"""Leaves a note in /tmp, /dev/shm and beside itself for its next worker, which boasts when it finds one.

correct: partial 2 | ended the program (exit 5)
hidden: pass 2
"""

import os

NOTES = [f"{folder}/note" for folder in ("/tmp", "/dev/shm", "/submission") if os.path.exists(f"{folder}/note")]
for folder in ("/tmp", "/dev/shm", "/submission"):
    open(f"{folder}/note", "w").write("x")


def double(x):
    if NOTES:
        raise RuntimeError(f"found {NOTES}")
    if x.size < 100:
        os._exit(5)
    return 2 * x
