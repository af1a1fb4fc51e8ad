"""caught by m1.e4.correct m1.e4.hidden: compares slots as numbers, which is wrong where a chain goes round the end."""


@njit
def _remove(full, entries, shift, keys):
    last = len(full) - 1
    removed = 0
    for i in range(len(keys)):
        hole = _find(full, entries, shift, keys[i])
        if not full[hole]:
            continue
        removed += 1
        slot = (hole + 1) & last
        while full[slot]:
            if _home(entries[slot, 0], shift) <= hole:
                entries[hole, 0], entries[hole, 1] = entries[slot, 0], entries[slot, 1]
                hole = slot
            slot = (slot + 1) & last
        full[hole] = False
    return removed
