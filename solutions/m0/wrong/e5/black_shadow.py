"""caught by m0.e5.correct m0.e5.speed m0.e5.hidden: a shadow is black."""


@njit
def _bright(x, y, z, k, centres, radii, light):
    """How much light there is at that point of sphere k."""
    radius = radii[k]
    normal_x, normal_y, normal_z = (x - centres[k, 0]) / radius, (y - centres[k, 1]) / radius, (z - centres[k, 2]) / radius
    to_x, to_y, to_z = light[0] - x, light[1] - y, light[2] - z
    cosine = (normal_x * to_x + normal_y * to_y + normal_z * to_z) / math.sqrt(to_x * to_x + to_y * to_y + to_z * to_z)
    if cosine <= 0.0:
        return AMBIENT
    x, y, z = x + OFFSET * normal_x, y + OFFSET * normal_y, z + OFFSET * normal_z
    if _shaded(x, y, z, light[0] - x, light[1] - y, light[2] - z, centres, radii):
        return 0.0
    return AMBIENT + (1 - AMBIENT) * cosine
