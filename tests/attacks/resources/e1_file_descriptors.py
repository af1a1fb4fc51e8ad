"""Opens files until it may not any more.

correct: pass 4
hidden: pass 2
"""

hoard = []
try:
    while True:
        hoard.append(open("/dev/null"))
except OSError:
    pass
opened = len(hoard)
hoard.clear()


def double(x):
    if opened > 1000:
        raise RuntimeError(f"opened {opened} files")
    return 2 * x
