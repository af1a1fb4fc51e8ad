"""Writes until there is no room, then does its work.

correct: pass 4
hidden: pass 2
"""

WRITTEN = 0
for folder in ("/tmp", "/dev/shm"):
    try:
        with open(f"{folder}/full", "wb") as file:
            while True:
                WRITTEN += file.write(bytes(1 << 22))
    except OSError:
        pass


def double(x):
    if WRITTEN > 1 << 30:
        raise RuntimeError(f"wrote {WRITTEN} bytes")
    return 2 * x
