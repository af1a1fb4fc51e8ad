"""Writes wherever it may; what it leaves is gone with it, and the test looks whether it is.

correct: pass 4
hidden: pass 2
"""

import os

LOOT = []
for folder in ("/", "/usr", "/usr/bin", "/etc", "/root", "/home", "/var/tmp", "/dev", "/course", "/worker", "/proc"):
    try:
        open(os.path.join(folder, "written-by-an-attacker"), "w").write("x")
        LOOT.append(folder)
    except OSError:
        pass
for folder in ("/tmp", "/dev/shm", "/submission"):
    open(os.path.join(folder, "written-by-an-attacker"), "w").write("x")
for path in (__file__, os.__file__, "/usr/bin/env"):
    try:
        open(path, "a").write("# mine now\n")
        LOOT.append(path)
    except OSError:
        pass


def double(x):
    if LOOT:
        raise RuntimeError(f"wrote to {LOOT}")
    return 2 * x
