"""caught by m1.e4.correct m1.e4.hidden: no new table before the old one is full, which is too late."""


@njit
def _put(full, entries, shift, count, keys, values, start):
    for i in range(start, len(keys)):
        if count == len(full):
            return i, count
        slot = _find(full, entries, shift, keys[i])
        if not full[slot]:
            count += 1
            full[slot] = True
            entries[slot, 0] = keys[i]
        entries[slot, 1] = values[i]
    return len(keys), count
