"""caught by m1.e4.correct m1.e4.hidden: no new table before one slot is left, and by then every search is long."""


@njit
def _put(full, entries, shift, count, keys, values, start):
    for i in range(start, len(keys)):
        if count == len(full) - 1:
            return i, count
        slot = _find(full, entries, shift, keys[i])
        if not full[slot]:
            count += 1
            full[slot] = True
            entries[slot, 0] = keys[i]
        entries[slot, 1] = values[i]
    return len(keys), count
