"""caught by m0.e5.hidden, perhaps m0.e5.speed: the way to the lamp begins a twentieth away from the surface."""


@njit
def _bright(x, y, z, k, centres, radii, light):
    """How much light there is at that point of sphere k."""
    radius = radii[k]
    normal_x, normal_y, normal_z = (x - centres[k, 0]) / radius, (y - centres[k, 1]) / radius, (z - centres[k, 2]) / radius
    to_x, to_y, to_z = light[0] - x, light[1] - y, light[2] - z
    cosine = (normal_x * to_x + normal_y * to_y + normal_z * to_z) / math.sqrt(to_x * to_x + to_y * to_y + to_z * to_z)
    if cosine <= 0.0:
        return AMBIENT
    x, y, z = x + 0.05 * normal_x, y + 0.05 * normal_y, z + 0.05 * normal_z
    if _shaded(x, y, z, light[0] - x, light[1] - y, light[2] - z, centres, radii):
        return AMBIENT
    return AMBIENT + (1 - AMBIENT) * cosine
