"""caught by m3.e4.correct m3.e4.hidden: three digits of ten bits."""


@njit
def _sort(x, bits):
    source, target = x.copy(), np.empty_like(x)
    for shift in range(0, min(bits, 30), 10):
        width = min(10, bits - shift)
        places = _starts(source, shift, width)
        for number in source:
            digit = (number >> np.uint32(shift)) & np.uint32((1 << width) - 1)
            target[places[digit]] = number
            places[digit] += 1
        source, target = target, source
    return source
