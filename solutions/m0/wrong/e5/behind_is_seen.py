"""caught by m0.e5.correct m0.e5.speed m0.e5.hidden: a sphere behind the camera is seen as one in front of it."""


@njit
def _enters(ox, oy, oz, dx, dy, dz, cx, cy, cz, radius):
    """How often (dx, dy, dz) fits from (ox, oy, oz), outside the sphere, to where it enters; infinity where it does not."""
    to_x, to_y, to_z = cx - ox, cy - oy, cz - oz
    square = dx * dx + dy * dy + dz * dz
    half = to_x * dx + to_y * dy + to_z * dz
    rest = to_x * to_x + to_y * to_y + to_z * to_z - radius * radius
    under = half * half - square * rest
    if under <= 0.0:
        return np.inf
    return abs(half - math.sqrt(under)) / square
