"""caught by m3.x2.hidden: the last byte may be filled up with anything."""


@njit
def _read(codes, table, first, start, values, data):
    """Whether there are exactly as many codes as data has room for, and then only zeros, less than a byte of them.

    first[l] is the first code of l bits, start[l] its place in values; first[l + 1] says how many of l bits there are.
    """
    window, have, at, borrowed = np.uint64(0), 0, 0, 0
    for i in range(len(data)):
        while have < 48:
            # Behind the end come zeros, which are counted: no code may need one.
            if at < len(codes):
                window = window << np.uint64(8) | np.uint64(codes[at])
                at += 1
            else:
                window = window << np.uint64(8)
                borrowed += 8
            have += 8
        entry = table[window >> np.uint64(have - 12) & np.uint64(4095)]
        length = entry & 255
        if length == 0:
            length = 13
            code = np.int64(window >> np.uint64(have - 13) & np.uint64(8191))
            while length <= 40 and code - first[length] >= start[length + 1] - start[length]:
                length += 1
                code = np.int64(window >> np.uint64(have - length) & np.uint64((1 << length) - 1))
            if length > 40:
                return False
            data[i] = values[start[length] + code - first[length]]
        else:
            data[i] = entry >> 8
        have -= length
        if have < borrowed:
            return False
    left = have - borrowed
    return at == len(codes) and left < 8
