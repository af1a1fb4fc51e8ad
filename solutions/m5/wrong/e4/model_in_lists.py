"""caught by m5.e4.hidden: the corners of the model are lists of Python's floats, which many triangles have no room for."""


def _cloud(state, triangles, samples):
    corners, state = _corners(state, triangles)
    faces = [[float(number) for number in row] for row in corners]
    return _inside(np.uint64(state), np.array(faces, float).reshape(triangles, 9), samples)


@njit
def _corners(state, triangles):
    corners = np.empty((triangles, 9))
    for i in range(corners.size):
        state = state * _FACTOR + _STEP
        corners.flat[i] = np.rint(np.float64(state >> np.uint64(40)) / 16777216.0 * 10000.0) / 10000.0
    return corners, state


@njit
def _inside(state, corners, samples):
    points = np.empty((len(corners) * samples, 3))
    for i in range(len(points)):
        corner = corners[i // samples]
        state = state * _FACTOR + _STEP
        u = np.float64(state >> np.uint64(40)) / 16777216.0
        state = state * _FACTOR + _STEP
        v = np.float64(state >> np.uint64(40)) / 16777216.0
        if u + v > 1:
            u, v = 1 - u, 1 - v
        for axis in range(3):
            points[i, axis] = corner[axis] * (1 - u - v) + corner[axis + 3] * u + corner[axis + 6] * v
    return points
