"""caught by m1.x2.correct m1.x2.speed m1.x2.hidden: is content with the first ring of boxes that has a point in it."""


@njit
def _query(points, order, offsets, low, size, shape, places, out):
    for i in range(len(places)):
        place = places[i]
        x, y, z = _box(place, low, size, shape)
        least, nearest = np.inf, 0
        ring = 0
        while least == np.inf:
            for a in range(max(x - ring, 0), min(x + ring, shape[0] - 1) + 1):
                for b in range(max(y - ring, 0), min(y + ring, shape[1] - 1) + 1):
                    row = (a * shape[1] + b) * shape[2]
                    if abs(a - x) == ring or abs(b - y) == ring:
                        # All boxes of this row are new, and their points lie one behind the other.
                        begin = offsets[row + max(z - ring, 0)]
                        end = offsets[row + min(z + ring, shape[2] - 1) + 1]
                        least, nearest = _nearest_of(points, begin, end, place, least, nearest)
                        continue
                    for c in (z - ring, z + ring):
                        if 0 <= c < shape[2]:
                            begin, end = offsets[row + c], offsets[row + c + 1]
                            least, nearest = _nearest_of(points, begin, end, place, least, nearest)
            ring += 1
        out[i] = order[nearest]
