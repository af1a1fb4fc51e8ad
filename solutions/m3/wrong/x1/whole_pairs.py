"""caught by m3.x1.correct m3.x1.hidden: the last of an odd number of rows is left at 0."""


@njit(fastmath=True)
def _multiply(packed, scales, x, sums_of_x, answer):
    """Sums of stored * x, two rows at a time in 16 lanes each; what was stored too much, 8 times x, goes at the end."""
    sums = np.zeros((2, HALF), np.float32)
    upper, lower = sums
    for i in range(0, len(packed) - 1, 2):
        j = min(i + 1, len(packed) - 1)  # below the last row, the last row again
        sums[:] = 0
        for group in range(scales.shape[1]):
            scale_i, scale_j = scales[i, group], scales[j, group]
            for lane in range(HALF):
                x_low, x_high = x[GROUP * group + lane], x[GROUP * group + HALF + lane]
                byte_i = np.int32(packed[i, HALF * group + lane])
                byte_j = np.int32(packed[j, HALF * group + lane])
                upper[lane] += scale_i * (np.float32(byte_i & 15) * x_low + np.float32(byte_i >> 4) * x_high)
                lower[lane] += scale_j * (np.float32(byte_j & 15) * x_low + np.float32(byte_j >> 4) * x_high)
        for row in (i, j):
            total, too_much = np.float32(0), np.float32(0)
            for lane in range(HALF):
                total += sums[row - i, lane]
            for group in range(scales.shape[1]):
                too_much += scales[row, group] * sums_of_x[group]
            answer[row] = total - np.float32(8) * too_much
