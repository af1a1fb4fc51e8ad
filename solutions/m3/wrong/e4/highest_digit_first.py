"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: begins with the highest digit, and the lowest has the last word."""


@njit
def _sort(x, bits):
    source, target = x.copy(), np.empty_like(x)
    for shift in range((bits - 1) // 8 * 8, -1, -8):
        width = min(8, bits - shift)
        places = _starts(source, shift, width)
        for number in source:
            digit = (number >> np.uint32(shift)) & np.uint32((1 << width) - 1)
            target[places[digit]] = number
            places[digit] += 1
        source, target = target, source
    return source
