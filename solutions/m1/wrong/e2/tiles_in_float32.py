"""caught by m1.e2.hidden: the small buffer that the tiles go through is of float32, also for matrices of float64."""


@njit
def _transpose(src, dst):
    tile = np.empty((16, 16), np.float32)
    for top in range(0, src.shape[0], 16):
        for left in range(0, src.shape[1], 16):
            height, width = min(16, src.shape[0] - top), min(16, src.shape[1] - left)
            for i in range(height):
                for j in range(width):
                    tile[j, i] = src[top + i, left + j]
            for j in range(width):
                for i in range(height):
                    dst[left + j, top + i] = tile[j, i]
