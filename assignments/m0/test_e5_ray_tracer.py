import math

import numpy as np
import pytest

from graders.judge import check, png

pytestmark = pytest.mark.exercise("m0.e5")

AMBIENT = 0.1
HAIR = 1e-3
"""Of a radius: this close to an outline, a shadow's border or a cut, rounding decides."""
WHITE = np.ones((1, 3))


def ray(row, column, width, height):
    return np.array([(column + 0.5 - width / 2) * 2 / height, (height / 2 - row - 0.5) * 2 / height, 1.0])


def pixel(row, column, width, height, centres, radii, colours, light):
    """The right colour of one pixel, or None where rounding decides: by how near the ray comes to each centre. Slow."""
    direction = ray(row, column, width, height)
    direction /= math.hypot(*direction)
    hits = []
    for k, (centre, radius) in enumerate(zip(centres, radii, strict=True)):
        along = centre @ direction
        off = math.hypot(*(centre - along * direction))
        if along > 0 and abs(off - radius) < HAIR * radius:
            return None
        if along > 0 and off < radius:
            hits.append((along - math.sqrt(radius**2 - off**2), k))
    if not hits:
        return np.zeros(3)
    distance, k = min(hits)
    point = distance * direction
    normal, lamp = (point - centres[k]) / radii[k], light - point
    far = math.hypot(*lamp)
    cosine = normal @ lamp / far
    shaded = False
    for other, (centre, radius) in enumerate(zip(centres, radii, strict=True)):
        along = (centre - point) @ lamp / far
        nearest = point + min(max(along, 0.0), far) * lamp / far
        gap = math.hypot(*(centre - nearest)) - radius
        if other != k and (abs(gap) < HAIR * radius or abs(math.hypot(*(centre - point)) - radius) < HAIR * radius):
            return None
        shaded |= other != k and gap < 0
    return colours[k] * (AMBIENT if shaded else AMBIENT + (1 - AMBIENT) * max(0.0, cosine))


def right(answer, pixels, width, height, centres, radii, colours, light):
    """These pixels are what they should be."""
    check.array(answer, "f8", (height, width, 3))
    for row, column in pixels:
        want = pixel(row, column, width, height, centres, radii, colours, light)
        if want is not None:
            check.close(answer[row, column].copy(), want, rtol=1e-9, what=f"pixel [{row}, {column}] of {width} x {height}")


def everywhere(width, height):
    return [(row, column) for row in range(height) for column in range(width)]


def scene(rng, spheres):
    """Spheres in front of the camera, a lamp above them."""
    centres = np.stack([rng.uniform(*range_, spheres) for range_ in ((-4, 4), (-2.5, 2.5), (4, 9))], axis=1)
    return centres, rng.uniform(0.5, 1.5, spheres), rng.random((spheres, 3)), rng.uniform([-6, 5, -1], [6, 7, 2])


@pytest.mark.points(1)
def test_outline(student):
    """one sphere has its outline, wherever it is"""
    for width, height, centre, radius in (
        (24, 16, (0, 0, 4), 1.0),
        (17, 12, (1, 0.5, 3), 0.8),
        (12, 17, (-0.5, 1, 5), 2.0),
        (30, 9, (4, -0.5, 3), 0.7),
    ):
        picture = student.render(width, height, np.array([centre], "f8"), np.array([radius]), WHITE, np.array([0.0, 9, -9]))
        check.array(picture, "f8", (height, width, 3))
        away = math.hypot(*centre)
        for row, column in everywhere(width, height):
            direction = ray(row, column, width, height)
            sine = math.hypot(*np.cross(direction, centre)) / math.hypot(*direction) / away
            if abs(sine - radius / away) < 1e-4:
                continue
            seen, wanted = bool(picture[row, column].any()), bool(sine < radius / away)
            check.that(
                seen == wanted,
                f"pixel [{row}, {column}] of {width} x {height} should {'' if wanted else 'not '}show the sphere "
                f"of radius {radius} at {centre}",
            )


@pytest.mark.points(1)
def test_light(student):
    """bright where the lamp is, ambient where it is not"""
    colour = np.array([[0.25, 0.5, 1.0]])
    middle, one = np.array([[0.0, 0, 5]]), np.array([2.0])
    got = student.render(1, 1, middle, one, colour, np.array([0.0, 0, -7]))
    check.close(got, colour.reshape(1, 1, 3), rtol=1e-9, what="a pixel that looks where the lamp shines straight on")
    got = student.render(1, 1, middle, one, colour, np.array([0.0, 0, 50]))
    check.close(got, AMBIENT * colour.reshape(1, 1, 3), rtol=1e-9, what="a pixel of the dark side")
    for lamp in ((-30, 0, 5), (30, 0, 5), (0, 30, 5), (3, -8, 1)):
        args = 13, 11, middle, one, colour, np.array(lamp, "f8")
        right(student.render(*args), everywhere(13, 11), *args)


@pytest.mark.points(1)
def test_nearest(student):
    """the nearest sphere is seen, in any order"""
    centres = np.array([[0.0, 0, 9], [0.2, 0.1, 4], [-0.3, 0.4, 6], [0.1, -0.2, -3]])
    radii, colours = np.array([3.0, 0.5, 1.2, 2.0]), np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]):
        args = 15, 12, centres[order], radii[order], colours[order], np.array([-1.0, 2.0, 1.0])
        right(student.render(*args), everywhere(15, 12), *args)
    got = student.render(4, 3, centres[3:], radii[3:], colours[3:], np.array([0.0, 5, 0]))
    check.equal(got, np.zeros((3, 4, 3)), "a picture of what is behind the camera")


@pytest.mark.points(1)
def test_shadow(student, rng):
    """only what is before the lamp throws a shadow"""
    ball, wall = np.array([[0.0, 0, 5], [0, 3, 4]]), np.array([1.0, 0.9])
    pairs = ball, wall, np.array([[1.0, 1, 1], [0.5, 0.5, 0]])
    behind = np.array([[0.0, 0, 5], [0, 2, -3]]), wall, np.array([[1.0, 0.5, 1], [0.5, 0.5, 0]])
    for scene_ in (
        (*pairs, np.array([0.0, 8, 3])),
        (*pairs, np.array([0.0, 1.7, 4.3])),
        (*behind, np.array([0.0, 4, -9])),
        scene(rng, 6),
    ):
        args = 16, 12, *scene_
        right(student.render(*args), everywhere(16, 12), *args)


@pytest.mark.points(1)
def test_png(student, rng):
    """the file is a PNG, and holds the picture"""
    for height, width in ((1, 1), (2, 3), (7, 5), (48, 64)):
        img = rng.integers(0, 256, (height, width, 3), dtype="u1")
        found = student.given.written(student.write_png, img)
        check.equal(found["answer"], None, "what write_png returns")
        check.that(found["file"] is not None, "there is no file after write_png")
        check.equal(png.decode(found["file"]), img, f"the picture of {width} x {height} in the file")


@pytest.mark.points(1)
def test_png_of_something_else(student):
    """what is no picture is refused; the file stays"""
    for img in (np.zeros((2, 3, 3)), np.zeros((2, 3, 4), "u1"), np.zeros((2, 3), "u1"), np.zeros((0, 3, 3), "u1")):
        found = student.given.written(student.write_png, img, b"mine")
        what = f"an array of {img.dtype}, shape {img.shape},"
        check.equal(found["error"], "ValueError", f"what write_png raises for {what}")
        check.equal(found["file"], b"mine", f"the file that was there before write_png got {what}")


@pytest.mark.perf(steps={1.5: 4, 20: 9})
def test_race(student, rng):
    """96 x 64 pixels and 12 spheres, raced"""

    def some_pixels(answer, width, height, centres, *others):
        """Where the middles of spheres are in the picture, or something in front of them, and near them."""
        check.array(answer, "f8", (height, width, 3))
        across = centres[:, :2] / centres[:, 2:] + rng.normal(0, 0.08, (len(centres), 2))
        columns = np.clip((across[:, 0] * height + width) // 2, 0, width - 1).astype(int)
        rows = np.clip((height - across[:, 1] * height) // 2, 0, height - 1).astype(int)
        right(answer, list(zip(rows.tolist(), columns.tolist(), strict=True)), width, height, centres, *others)

    student.race("render", lambda: (96, 64, *scene(rng, 12)), against="loops_without_shadows", verify=some_pixels)
