"""caught by m3.x1.correct m3.x1.speed m3.x1.hidden: multiplies every group by the scale of the first."""


@njit(fastmath=True)
def _multiply(packed, scales, low, rest, sums_of_x, answer):
    """Sums of stored * x, four rows at a time in 16 lanes each; what was stored too much, 8 times x, goes at the end.

    A byte is lower + 16 * upper. So lower * x_low + upper * x_high is byte * x_low + upper * rest, where rest is
    x_high - 16 * x_low: no mask is needed.
    """
    sums = np.zeros((ROWS, HALF), np.float32)
    a, b, c, d = sums
    last = len(packed) - 1
    for row in range(0, len(packed), ROWS):
        i, j, k, m = row, min(row + 1, last), min(row + 2, last), min(row + 3, last)  # below the last row, the last again
        sums[:] = 0
        for group in range(scales.shape[1]):
            scale_i, scale_j, scale_k, scale_m = scales[i, 0], scales[j, 0], scales[k, 0], scales[m, 0]
            for lane in range(HALF):
                place = HALF * group + lane
                byte = np.int32(packed[i, place])
                a[lane] += scale_i * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[j, place])
                b[lane] += scale_j * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[k, place])
                c[lane] += scale_k * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[m, place])
                d[lane] += scale_m * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
        for each in range(min(ROWS, len(packed) - row)):
            total, too_much = np.float32(0), np.float32(0)
            for lane in range(HALF):
                total += sums[each, lane]
            for group in range(scales.shape[1]):
                too_much += scales[row + each, group] * sums_of_x[group]
            answer[row + each] = total - np.float32(8) * too_much
