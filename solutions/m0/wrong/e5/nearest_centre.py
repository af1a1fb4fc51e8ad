"""caught by m0.e5.speed m0.e5.hidden: the sphere with the nearest centre is seen, not the nearest point."""


@njit
def _render(centres, radii, colours, light, picture):
    height, width, _ = picture.shape
    for row in range(height):
        y = (height / 2 - row - 0.5) * 2 / height
        for column in range(width):
            x = (column + 0.5 - width / 2) * 2 / height
            nearest, seen, close = np.inf, -1, np.inf
            for k in range(len(radii)):
                t = _enters(0.0, 0.0, 0.0, x, y, 1.0, centres[k, 0], centres[k, 1], centres[k, 2], radii[k])
                away = math.sqrt(centres[k, 0] ** 2 + centres[k, 1] ** 2 + centres[k, 2] ** 2)
                if t < np.inf and away < close:
                    nearest, seen, close = t, k, away
            if seen >= 0:
                bright = _bright(nearest * x, nearest * y, nearest, seen, centres, radii, light)
                for colour in range(3):
                    picture[row, column, colour] = bright * colours[seen, colour]
