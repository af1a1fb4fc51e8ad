"""caught by m0.e5.speed: right, in numpy, all pixels at once for one sphere after the other: the first step only."""


def _enters_all(origins, directions, centre, radius):
    to = centre - origins
    square = (directions * directions).sum(axis=-1)
    half = (to * directions).sum(axis=-1)
    under = half * half - square * ((to * to).sum(axis=-1) - radius * radius)
    meets = (half > 0) & (under > 0)
    return np.where(meets, (half - np.sqrt(np.maximum(under, 0))) / square, np.inf)


def render(
    width: int, height: int, centres: np.ndarray, radii: np.ndarray, colours: np.ndarray, light: np.ndarray
) -> np.ndarray:
    """All pixels at once, then all that are seen at once, one sphere after the other."""
    rays = np.ones((height, width, 3))
    rays[..., 0] = (np.arange(width) + 0.5 - width / 2) * 2 / height
    rays[..., 1] = ((height / 2 - np.arange(height) - 0.5) * 2 / height)[:, None]
    nearest, seen = np.full((height, width), np.inf), np.full((height, width), -1)
    for k in range(len(radii)):
        t = _enters_all(np.zeros(3), rays, centres[k], radii[k])
        closer = t < nearest
        nearest[closer], seen[closer] = t[closer], k
    hit = seen >= 0
    who = seen[hit]
    points = nearest[hit][:, None] * rays[hit]
    normals = (points - centres[who]) / radii[who][:, None]
    to = light - points
    cosine = (normals * to).sum(axis=-1) / np.sqrt((to * to).sum(axis=-1))
    bright = np.full(len(who), AMBIENT)
    lit = np.flatnonzero(cosine > 0)
    origins = points[lit] + OFFSET * normals[lit]
    free = np.ones(len(lit), bool)
    for k in range(len(radii)):
        free &= _enters_all(origins, light - origins, centres[k], radii[k]) >= 1
    bright[lit[free]] += (1 - AMBIENT) * cosine[lit[free]]
    picture = np.zeros((height, width, 3))
    picture[hit] = bright[:, None] * colours[who]
    return picture
