"""caught by m3.e4.correct m3.e4.hidden: takes the passes as done as soon as a digit is 0 in all numbers."""


@njit
def _argsort(keys):
    order, new_order = np.arange(len(keys)).astype(np.int32), np.empty(len(keys), np.int32)
    for shift in range(0, 32, 8):
        places = _starts(keys, shift, 8)
        if places[1] == len(keys):
            break
        for i in order:
            digit = (keys[i] >> np.uint32(shift)) & np.uint32(255)
            new_order[places[digit]] = i
            places[digit] += 1
        order, new_order = new_order, order
    return order
