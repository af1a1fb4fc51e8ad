"""caught by m5.e4.correct m5.e4.hidden: one point is not far from itself, and its part of that is divided by 0."""


@njit
def _measured(points, centre, count):
    """(mean radius, number of parcels) around the centre; the histogram goes to count."""
    total = largest = 0.0
    seen, parcels = np.zeros((32, 32, 32), np.bool_), 0
    for i in range(len(points)):
        x, y, z = points[i, 0] - centre[0], points[i, 1] - centre[1], points[i, 2] - centre[2]
        a, b, c = int((x + 10) / 0.4) - _LEAST, int((y + 10) / 0.4) - _LEAST, int((z + 10) / 0.4) - _LEAST
        if not seen[a, b, c]:
            seen[a, b, c] = True
            parcels += 1
        radius = np.sqrt(x * x + y * y + z * z)
        points[i, 0] = radius  # nobody needs the point any more
        total += radius
        largest = max(largest, radius)
    for i in range(len(points)):
        part = points[i, 0] / largest
        count[min(int(part * 16), 15)] += 1
    return total / max(len(points), 1), parcels
