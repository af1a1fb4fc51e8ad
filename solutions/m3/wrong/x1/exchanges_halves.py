"""caught by m3.x1.correct m3.x1.speed m3.x1.hidden: multiplies the upper half by the first number."""


@njit(fastmath=True)
def _multiply(packed, scales, x, sums_of_x, answer):
    """Sum of stored * x, four rows at a time, in 16 lanes each; what was stored too much, 8 times x, goes at the end."""
    sums = np.zeros((ROWS, HALF), np.float32)
    a, b, c, d = sums
    last = len(packed) - 1
    for row in range(0, len(packed), ROWS):
        # Behind the last row, the last row again.
        i, j, k, m = row, min(row + 1, last), min(row + 2, last), min(row + 3, last)
        sums[:] = 0
        for group in range(scales.shape[1]):
            high, low = x[GROUP * group :], x[GROUP * group + HALF :]
            si, sj, sk, sm = scales[i, group], scales[j, group], scales[k, group], scales[m, group]
            for lane in range(HALF):
                place, x_low, x_high = HALF * group + lane, low[lane], high[lane]
                byte = np.int32(packed[i, place])
                a[lane] += si * (np.float32(byte & 15) * x_low + np.float32(byte >> 4) * x_high)
                byte = np.int32(packed[j, place])
                b[lane] += sj * (np.float32(byte & 15) * x_low + np.float32(byte >> 4) * x_high)
                byte = np.int32(packed[k, place])
                c[lane] += sk * (np.float32(byte & 15) * x_low + np.float32(byte >> 4) * x_high)
                byte = np.int32(packed[m, place])
                d[lane] += sm * (np.float32(byte & 15) * x_low + np.float32(byte >> 4) * x_high)
        for each in range(min(ROWS, len(packed) - row)):
            total, too_much = np.float32(0), np.float32(0)
            for lane in range(HALF):
                total += sums[each, lane]
            for group in range(scales.shape[1]):
                too_much += scales[row + each, group] * sums_of_x[group]
            answer[row + each] = total - np.float32(8) * too_much
