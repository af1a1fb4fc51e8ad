"""caught by m0.e5.correct m0.e5.speed m0.e5.hidden: the way to the lamp begins on the surface, so spheres shade themselves."""


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
    root = math.sqrt(under)
    for t in ((half - root) / square, (half + root) / square):
        if t > 0.0:
            return t
    return np.inf


@njit
def _bright(x, y, z, k, centres, radii, light):
    """How much light there is at that point of sphere k."""
    radius = radii[k]
    normal_x, normal_y, normal_z = (x - centres[k, 0]) / radius, (y - centres[k, 1]) / radius, (z - centres[k, 2]) / radius
    to_x, to_y, to_z = light[0] - x, light[1] - y, light[2] - z
    cosine = (normal_x * to_x + normal_y * to_y + normal_z * to_z) / math.sqrt(to_x * to_x + to_y * to_y + to_z * to_z)
    if cosine <= 0.0:
        return AMBIENT
    if _shaded(x, y, z, light[0] - x, light[1] - y, light[2] - z, centres, radii):
        return AMBIENT
    return AMBIENT + (1 - AMBIENT) * cosine
