"""caught by m1.e4.correct m1.e4.hidden: moves everything behind the hole up, also what lies at its home."""


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
            entries[hole, 0], entries[hole, 1] = entries[slot, 0], entries[slot, 1]
            hole = slot
            slot = (slot + 1) & last
        full[hole] = False
    return removed
