"""caught by m1.e4.correct m1.e4.hidden: a removed key leaves a free slot in the middle of a chain."""


@njit
def _remove(full, entries, shift, keys):
    removed = 0
    for i in range(len(keys)):
        slot = _find(full, entries, shift, keys[i])
        removed += full[slot]
        full[slot] = False
    return removed
