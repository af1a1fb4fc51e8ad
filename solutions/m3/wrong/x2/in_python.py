"""caught by m3.x2.speed m3.x2.hidden: right, and slow, and too much for the memory: Python looks at every bit."""


def _read(codes, table, first, start, values, data):
    first, start, values = first.tolist(), start.tolist(), values.tolist()
    bits = np.unpackbits(codes).tolist()
    at, most = 0, 8 * len(codes)
    for i in range(len(data)):
        code, length = 0, 0
        while True:
            if at >= most or length >= 40:
                return False
            code = code << 1 | bits[at]
            at += 1
            length += 1
            if code - first[length] < start[length + 1] - start[length]:
                break
        data[i] = values[start[length] + code - first[length]]
    return most - at < 8 and not any(bits[at:])
