"""caught by m1.x2.hidden: takes |p|² - 2pq + |q|² for the square, of which rounding leaves nothing far from the origin."""


@njit
def _nearest_of(points, begin, end, place, least, nearest):
    for i in range(begin, end):
        ours, both, theirs = 0.0, 0.0, 0.0
        for k in range(3):
            p, q = np.float64(points[i, k]), np.float64(place[k])
            ours, both, theirs = ours + p * p, both + p * q, theirs + q * q
        square = ours - 2 * both + theirs
        if square < least:
            least, nearest = square, i
    return least, nearest
