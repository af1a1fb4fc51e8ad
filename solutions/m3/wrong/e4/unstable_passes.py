"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: fills every bucket from its end, which turns the order of equal digits."""


@njit
def _sort(x, bits):
    source, target = x.copy(), np.empty_like(x)
    for shift in range(0, bits, 8):
        width = min(8, bits - shift)
        places = np.append(_starts(source, shift, width)[1:], len(x))
        for number in source:
            digit = (number >> np.uint32(shift)) & np.uint32((1 << width) - 1)
            places[digit] -= 1
            target[places[digit]] = number
        source, target = target, source
    return source
