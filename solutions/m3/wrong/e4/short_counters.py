"""caught by m3.e4.hidden: counts in 16 bits, and loses count at 65,536 equal digits."""


@njit
def _sort(x, bits):
    source, target = x.copy(), np.empty_like(x)
    for shift in range(0, bits, 8):
        width = min(8, bits - shift)
        mask = np.uint32((1 << width) - 1)
        counts = np.zeros(1 << width, np.uint16)
        for number in source:
            counts[(number >> np.uint32(shift)) & mask] += np.uint16(1)
        places = np.zeros(1 << width, np.int64)
        for digit in range(1, len(places)):
            places[digit] = places[digit - 1] + counts[digit - 1]
        for number in source:
            digit = (number >> np.uint32(shift)) & mask
            target[places[digit] % len(x)] = number
            places[digit] += 1
        source, target = target, source
    return source
