"""caught by m1.e4.hidden: a slot with the smallest key counts as free."""


@njit
def _find(full, entries, shift, key):
    last = len(full) - 1
    slot = _home(key, shift)
    while full[slot] and entries[slot, 0] != -(2**63) and entries[slot, 0] != key:
        slot = (slot + 1) & last
    return slot
