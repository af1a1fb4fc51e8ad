"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: draws its random numbers from numpy."""


def _cloud(state, triangles, samples):
    rng = np.random.default_rng(int(state))
    corners = rng.random((triangles, 1, 3, 3)).round(4)
    u, v = rng.random((2, triangles, samples, 1))
    u, v = np.where(u + v > 1, (1 - u, 1 - v), (u, v))
    return (corners[:, :, 0] * (1 - u - v) + corners[:, :, 1] * u + corners[:, :, 2] * v).reshape(-1, 3)
