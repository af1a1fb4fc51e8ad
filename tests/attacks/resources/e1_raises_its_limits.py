"""Lifts the limits it lives under.

correct: pass 4
hidden: pass 2
"""

import resource

LOOT = []
for name in ("RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_CORE"):
    kind = getattr(resource, name)
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        LOOT.append(name)
    except (OSError, ValueError):
        pass


def double(x):
    if LOOT:
        raise RuntimeError(f"lifted {LOOT}")
    return 2 * x
