"""caught by m0.e5.correct m0.e5.speed m0.e5.hidden: paints one sphere over the other, without asking which is nearer."""


@njit
def _render(centres, radii, colours, light, picture):
    height, width, _ = picture.shape
    for row in range(height):
        y = (height / 2 - row - 0.5) * 2 / height
        for column in range(width):
            x = (column + 0.5 - width / 2) * 2 / height
            nearest, seen = np.inf, -1
            for k in range(len(radii)):
                t = _enters(0.0, 0.0, 0.0, x, y, 1.0, centres[k, 0], centres[k, 1], centres[k, 2], radii[k])
                if t < np.inf:
                    nearest, seen = t, k
            if seen >= 0:
                bright = _bright(nearest * x, nearest * y, nearest, seen, centres, radii, light)
                for colour in range(3):
                    picture[row, column, colour] = bright * colours[seen, colour]
