"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: goes over three digits of eight, and the highest bits have no say."""


@njit
def _argsort(keys):
    order, new_order = np.arange(len(keys)).astype(np.int32), np.empty(len(keys), np.int32)
    for shift in range(0, 24, 8):
        places = _starts(keys, shift, 8)
        for i in order:
            digit = (keys[i] >> np.uint32(shift)) & np.uint32(255)
            new_order[places[digit]] = i
            places[digit] += 1
        order, new_order = new_order, order
    return order
