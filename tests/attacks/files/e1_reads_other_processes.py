"""Looks for the judge's command line and environment, where the seed is.

correct: pass 4
hidden: pass 2
"""

import os

LOOT = []
for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
    if int(pid) > 2:
        LOOT.append(pid)
    for name in ("environ", "cmdline"):
        try:
            text = open(f"/proc/{pid}/{name}", "rb").read()
        except OSError:
            continue
        if b"COURSE_SEED" in text or b"--submission" in text:
            LOOT.append(text)


def double(x):
    if LOOT:
        raise RuntimeError(f"found {LOOT}")
    return 2 * x
