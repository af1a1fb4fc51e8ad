"""Makes files until it may not any more.

correct: pass 4
hidden: pass 2
"""

MADE = 0
try:
    for number in range(1_000_000):
        open(f"/tmp/{number}", "w").close()
        MADE += 1
except OSError:
    pass


def double(x):
    if MADE > 10_000:
        raise RuntimeError(f"made {MADE} files")
    return 2 * x
