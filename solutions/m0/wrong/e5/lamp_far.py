"""caught by m0.e5.hidden: keeps away from a surface by a part of the way to the lamp."""


@njit(error_model="numpy")
def _enter(ox, oy, oz, dx, dy, dz, cx, cy, cz, radius):
    """How far it is along a direction of length 1 until the ray enters the sphere; inf if it does not."""
    x, y, z = cx - ox, cy - oy, cz - oz
    along = x * dx + y * dy + z * dz
    if along <= 0:
        return math.inf
    x, y, z = x - along * dx, y - along * dy, z - along * dz
    under = radius * radius - (x * x + y * y + z * z)
    if under < 0:
        return math.inf
    return along - math.sqrt(under)


@njit(error_model="numpy")
def _between(ox, oy, oz, dx, dy, dz, cx, cy, cz, radius):
    """Whether the sphere is met at origin + t * direction for a t from 0 to 1, the lamp; not 0 itself, for rounding."""
    x, y, z = cx - ox, cy - oy, cz - oz
    square = dx * dx + dy * dy + dz * dz
    half = x * dx + y * dy + z * dz
    under = half * half - square * (x * x + y * y + z * z - radius * radius)
    if under < 0:
        return False
    t = (half - math.sqrt(under)) / square
    return 1e-5 < t < 1


@njit(error_model="numpy")
def _render(width, height, centres, radii, colours, light):
    picture = np.zeros((height, width, 3))
    n = len(radii)
    for row in range(height):
        for column in range(width):
            dx = (column + 0.5 - width / 2) * 2 / height
            dy = (height / 2 - row - 0.5) * 2 / height
            length = math.sqrt(dx * dx + dy * dy + 1)
            dx, dy, dz = dx / length, dy / length, 1 / length
            best, seen = math.inf, -1
            for k in range(n):
                t = _enter(0.0, 0.0, 0.0, dx, dy, dz, centres[k, 0], centres[k, 1], centres[k, 2], radii[k])
                if t < best:
                    best, seen = t, k
            if seen < 0:
                continue
            x, y, z = best * dx, best * dy, best * dz
            nx, ny, nz = (
                (x - centres[seen, 0]) / radii[seen],
                (y - centres[seen, 1]) / radii[seen],
                (z - centres[seen, 2]) / radii[seen],
            )
            x, y, z = x + OFFSET * nx, y + OFFSET * ny, z + OFFSET * nz
            px, py, pz = x - OFFSET * nx, y - OFFSET * ny, z - OFFSET * nz
            lx, ly, lz = light[0] - px, light[1] - py, light[2] - pz
            far = math.sqrt(lx * lx + ly * ly + lz * lz)
            cosine = (nx * lx + ny * ly + nz * lz) / far
            bright = AMBIENT
            if cosine > 0:
                lx, ly, lz = light[0] - x, light[1] - y, light[2] - z
                far = math.sqrt(lx * lx + ly * ly + lz * lz)
                shaded = False
                for k in range(n):
                    if k != seen and _between(x, y, z, lx, ly, lz, centres[k, 0], centres[k, 1], centres[k, 2], radii[k]):
                        shaded = True
                        break
                if not shaded:
                    bright = AMBIENT + (1 - AMBIENT) * cosine
            picture[row, column, 0] = colours[seen, 0] * bright
            picture[row, column, 1] = colours[seen, 1] * bright
            picture[row, column, 2] = colours[seen, 2] * bright
    return picture


def render(width, height, centres, radii, colours, light):
    return _render(width, height, centres, radii, colours, light)
