"""caught by m1.e2.correct m1.e2.hidden: whole tiles only; what is left at the edges stays where it was."""


@njit
def _transpose(src, dst):
    tile = np.empty((TILE, TILE), src.dtype)
    for i in range(0, src.shape[0] - TILE + 1, TILE):
        for j in range(0, src.shape[1] - TILE + 1, TILE):
            tile[:] = src[i : i + TILE, j : j + TILE]
            for dj in range(TILE):
                for di in range(TILE):
                    dst[j + dj, i + di] = tile[di, dj]
