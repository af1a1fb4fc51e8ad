"""caught by m5.e4.hidden: all corners are rounded as one array, which takes three times as much as they do."""


def _cloud(state, triangles, samples):
    """The points before any machine: first all corners are drawn, then two numbers for each point."""
    corners = np.empty((triangles, 9))
    state = _drawn(state, corners)
    corners = np.rint(corners * 10000.0) / 10000.0
    points = np.empty((triangles * samples, 3))
    _filled(np.uint64(state), corners, samples, points)
    return points


@njit
def _number(state):
    state = state * _FACTOR + _STEP
    return state, np.float64(state >> np.uint64(40)) / 16777216.0


@njit
def _drawn(state, corners):
    for i in range(corners.size):
        state, corners.flat[i] = _number(state)
    return state


@njit
def _filled(state, corners, samples, points):
    for i in range(len(points)):
        corner = corners[i // samples]
        state, u = _number(state)
        state, v = _number(state)
        if u + v > 1:
            u, v = 1 - u, 1 - v
        for axis in range(3):
            points[i, axis] = corner[axis] * (1 - u - v) + corner[axis + 3] * u + corner[axis + 6] * v
