"""caught by m5.e4.correct m5.e4.hidden: divides by the number of points, also by 0."""


@njit
def _machines(raw, points, shift, heat, centre):
    """Each point through its machine; centre becomes the mean of all."""
    flat, cos, sin, wider = np.exp(-heat), np.cos(heat), np.sin(heat), 1 + heat / 2
    for i in range(len(raw)):
        x, y, z = raw[i, 0], raw[i, 1], raw[i, 2]
        name = (i + shift) % 4
        if name == 0:
            z *= flat
        elif name == 1:
            x, y = x * cos - y * sin, x * sin + y * cos
        elif name == 2:
            x *= wider
        else:
            y += np.sin(6 * x) / 20
        points[i, 0], points[i, 1], points[i, 2] = x, y, z
        centre[0] += x
        centre[1] += y
        centre[2] += z
    centre /= len(raw)
