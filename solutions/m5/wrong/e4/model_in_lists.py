"""caught by m5.e4.hidden, perhaps m5.e4.speed: the numbers of the model are text, words, and floats in lists."""

from given_e4 import Stream, model, parse


def _cloud(state, triangles, samples):
    stream = Stream(int(state))
    faces = parse(model(stream, triangles))
    points = _inside(np.uint64(stream.state), np.array(faces, float).reshape(triangles, 9), samples)
    return points if faces else np.empty((0, 3))


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
