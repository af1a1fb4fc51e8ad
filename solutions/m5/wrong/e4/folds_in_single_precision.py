"""caught by m5.e4.hidden: u and v are added up in float32, where 1 + 2**-24 is 1, and the point is not turned over."""


@njit
def _cloud(state, triangles, samples):
    """The points before any machine: first all corners are drawn, then two numbers for each point."""
    corners = np.empty((triangles, 9))
    for i in range(corners.size):
        state = state * _FACTOR + _STEP
        # Four decimals, as in the text: the product is exact, so the only rounding is the one to a whole number.
        corners.flat[i] = np.rint(np.float64(state >> np.uint64(40)) / 16777216.0 * 10000.0) / 10000.0
    points = np.empty((triangles * samples, 3))
    for i in range(len(points)):
        corner = corners[i // samples]
        state = state * _FACTOR + _STEP
        u = np.float64(state >> np.uint64(40)) / 16777216.0
        state = state * _FACTOR + _STEP
        v = np.float64(state >> np.uint64(40)) / 16777216.0
        if np.float32(u) + np.float32(v) > 1:
            u, v = 1 - u, 1 - v
        for axis in range(3):
            points[i, axis] = corner[axis] * (1 - u - v) + corner[axis + 3] * u + corner[axis + 6] * v
    return points
