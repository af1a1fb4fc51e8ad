"""caught by m1.e4.correct m1.e4.hidden: of a key that comes twice, the first value stays."""


@njit
def _put(full, entries, shift, count, keys, values, start):
    for i in range(start, len(keys)):
        slot = _find(full, entries, shift, keys[i])
        if not full[slot]:
            if 2 * (count + 1) > len(full):
                return i, count
            count += 1
            full[slot] = True
            entries[slot, 0] = keys[i]
            entries[slot, 1] = values[i]
    return len(keys), count
