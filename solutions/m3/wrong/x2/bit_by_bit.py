"""caught by m3.x2.speed: right, and slow: compiled, and one bit after the other."""


@njit
def _read(codes, table, first, start, values, data):
    at, most = 0, 8 * len(codes)
    for i in range(len(data)):
        code, length = 0, 0
        while True:
            if at >= most or length >= 40:
                return False
            code = code << 1 | (codes[at >> 3] >> (7 - (at & 7)) & 1)
            at += 1
            length += 1
            if code - first[length] < start[length + 1] - start[length]:
                break
        data[i] = values[start[length] + code - first[length]]
    if most - at >= 8:
        return False
    while at < most:
        if codes[at >> 3] >> (7 - (at & 7)) & 1:
            return False
        at += 1
    return True
