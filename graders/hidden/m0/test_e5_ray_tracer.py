import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check, png

pytestmark = pytest.mark.exercise("m0.e5")

AMBIENT, HAIR = 0.1, 1e-3


def oracle(width, height, centres, radii, colours, light):
    """(the picture, where it is certain): all pixels at once, by how near each ray comes to each centre."""
    rays = np.ones((height, width, 3))
    rays[..., 0] = (np.arange(width) + 0.5 - width / 2) * 2 / height
    rays[..., 1] = ((height / 2 - np.arange(height) - 0.5) * 2 / height)[:, None]
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    sure, shown = np.ones((height, width), bool), np.full((height, width), -1)
    nearest = np.full((height, width), np.inf)
    for k, (centre, radius) in enumerate(zip(centres, radii, strict=True)):
        along = rays @ centre
        off = np.linalg.norm(centre - along[..., None] * rays, axis=-1)
        sure &= (along <= 0) | (abs(off - radius) > HAIR * radius)
        t = np.where((along > 0) & (off < radius), along - np.sqrt(np.maximum(radius**2 - off**2, 0)), np.inf)
        closer = t < nearest
        nearest[closer], shown[closer] = t[closer], k
    picture = np.zeros((height, width, 3))
    seen = np.argwhere(shown >= 0)
    if not len(seen):
        return picture, sure
    rows, columns = seen.T
    who = shown[rows, columns]
    points = nearest[rows, columns][:, None] * rays[rows, columns]
    lamp = light - points
    far = np.linalg.norm(lamp, axis=-1)
    cosine = ((points - centres[who]) * lamp).sum(axis=-1) / far / radii[who]
    shaded = np.zeros(len(who), bool)
    for k, (centre, radius) in enumerate(zip(centres, radii, strict=True)):
        share = np.clip(((centre - points) * lamp).sum(axis=-1) / far**2, 0, 1)
        gap = np.linalg.norm(centre - points - share[:, None] * lamp, axis=-1) - radius
        cut = np.linalg.norm(centre - points, axis=-1) - radius
        sure[rows, columns] &= (who == k) | ((abs(gap) > HAIR * radius) & (abs(cut) > HAIR * radius))
        shaded |= (who != k) & (gap < 0)
    bright = AMBIENT + (1 - AMBIENT) * np.where(shaded, 0, np.maximum(cosine, 0))
    picture[rows, columns] = bright[:, None] * colours[who]
    return picture, sure


def like_the_oracle(answer, what, *args):
    want, sure = oracle(*args)
    check.array(answer, "f8", want.shape, what)
    check.close(answer[sure], want[sure], rtol=1e-9, what=f"the certain pixels of {what}")


def spheres(rng, count, spread=1.0):
    """Anywhere around the camera, large and small, some that cut each other; neither camera nor lamp is inside one."""
    light = rng.uniform(-9, 9, 3)
    found = []
    while len(found) < count:
        centre, radius = rng.uniform([-6, -4, -4], [6, 4, 14]) * spread, rng.uniform(0.3, 2.5) * spread
        if min(np.linalg.norm(centre), np.linalg.norm(centre - light)) > radius + 0.1:
            found.append((*centre, radius))
    table = np.array(found).reshape(count, 4)
    return table[:, :3].copy(), table[:, 3].copy(), rng.random((count, 3)), light


def scene_in_front(rng):
    """Five spheres that stay clear of camera and lamp, also when they are moved a little."""
    centres = np.stack([np.linspace(-3, 3, 5), rng.uniform(-2, 2, 5), rng.uniform(4, 8, 5)], axis=1)
    return centres, rng.uniform(0.5, 1.5, 5), rng.random((5, 3)), np.array([1.0, 9, 2])


@pytest.mark.points(1)
def test_pictures(student, rng):
    """pictures of any size, of any number of spheres"""
    any_scene(student)
    for width, height, count in ((97, 61, 20), (1, 40, 8), (55, 1, 8), (64, 64, 60), (1, 1, 3)):
        args = width, height, *spheres(rng, count)
        answer, after = student.render.inout(*args)
        like_the_oracle(answer, f"{width} x {height} with {count} spheres", *args)
        check.equal(list(after[2:]), list(args[2:]), "the arrays after render")


@settings(max_examples=30)
@example(width=5, height=4, count=0, seed=0, spread=1.0)
@given(
    width=st.integers(1, 30),
    height=st.integers(1, 30),
    count=st.integers(0, 9),
    seed=st.integers(0, 1 << 32),
    spread=st.sampled_from([0.5, 1.0, 6.0]),
)
def any_scene(student, width, height, count, seed, spread):
    args = width, height, *spheres(np.random.default_rng(seed), count, spread)
    like_the_oracle(student.render(*args), f"{width} x {height} with {count} spheres", *args)


@pytest.mark.points(1)
def test_odd_scenes(student, rng):
    """spheres in each other and far away, lamps among them; asked again"""
    grey = np.array([0.2, 0.9, 0.5])
    for what, centres, radii, light in (
        ("one sphere, lit along its edge", [(0, 0, 6)], [2], (0, 40, 6)),
        ("a large sphere, lit from nearby", [(0, -50, 20)], [48], (1, 0.5, 9)),
        ("a lamp between two spheres", [(0, 0, 4), (0, 0, 12)], [1, 4], (0, 0, 6)),
        ("a lamp between sphere and shadow", [(-2, 0, 8), (2, 0, 8), (5, 0, 8)], [1, 1, 1], (0, 0.5, 8)),
        ("a sphere in another", [(0, 0, 8), (0.5, 0, 8), (0, 2, 7)], [2, 0.5, 0.5], (2, 9, 0)),
        ("one that looks out of another", [(0, 0, 8), (0, 1.2, 6.6)], [2, 0.6], (1, 9, 1)),
        ("shadow of what is behind the camera", [(0, 0, 6), (0.5, 0, -4), (0, -1, -8)], [3, 1, 2], (0.2, 0, -14)),
        ("shadow of what is above the picture", [(0, -1, 6), (0, 6, 6)], [2, 1.5], (0, 12, 6)),
        ("a lamp far away", [(0, 0, 6), (0.7, 1.6, 5.4), (-1, 1.5, 5)], [1.2, 0.7, 0.6], (3e5, 8e5, -3e5)),
        ("a lamp very far away", [(0, 0, 6), (1, 1.7, 5.2)], [1.2, 0.8], (4e6, 6e6, -3e6)),
        ("far away", [(60, 20, 90), (-30, 0, 80), (-20, 0, 70)], [9, 12, 6], (90, 90, -90)),
        (
            "all around the camera",
            [(3, 0, 0), (-3, 0, 0), (0, 3, 0), (0, -3, 0), (0, 0, 3), (0, 0, -3)],
            [2] * 6,
            (0.5, 0.5, 0.5),
        ),
    ):
        colours = grey * np.linspace(1, 0.3, len(radii))[:, None]
        args = 41, 33, np.array(centres, "f8"), np.array(radii, "f8"), colours, np.array(light, "f8")
        like_the_oracle(student.render(*args), what, *args)
    args = 20, 15, *scene_in_front(rng)
    moved = (20, 15, args[2] + [0, 0, 1], *args[3:])
    first, second, third = student.given.rendered_thrice(student.render, *args)
    like_the_oracle(first, "the first picture of a scene", *args)
    like_the_oracle(second, "a picture of the same arrays, when the spheres in them have moved,", *moved)
    like_the_oracle(third, "the third picture, of the scene of the first, when somebody has drawn over that,", *args)


@pytest.mark.points(1)
def test_files(student, rng):
    """files of any picture; compressed, quickly, and by whatever name"""
    any_file(student)
    img = rng.integers(0, 256, (9, 14, 3), dtype="u1")
    for step in (1, 3, -1, -2):
        for turn in (False, True):
            view = img[::step, ::2]
            data = student.given.written_view(student.write_png, img, step, turn)
            want = (view.transpose(1, 0, 2) if turn else view).copy()
            check.equal(png.decode(data), want, f"the picture img[::{step}, ::2]{' with its axes exchanged' * turn}")
    plain = np.full((256, 256, 3), 200, "u1")
    data = student.given.written(student.write_png, plain)["file"]
    check.equal(png.decode(data), plain, "a picture with one colour everywhere")
    check.that(len(data) * 10 <= plain.size, f"a picture with one colour everywhere, {plain.size} bytes, takes {len(data)}")
    large = np.add.outer(np.arange(960), np.arange(1280)).astype("u1")[..., None] * np.array([1, 2, 3], "u1")
    found = student.given.written(student.write_png, large)
    check.that(found["seconds"] < 0.5, f"writing 1280 x 960 pixels took {found['seconds']:.1f} s")
    check.equal(png.decode(found["file"]), large, "a picture of 1280 x 960")
    for other in ("i8", "i1", "u2", "f4", "?"):
        refused(student, np.ones((3, 3, 3), other), f"an array of {np.dtype(other)}")
    for shape in ((3,), (), (3, 3, 1), (3, 0, 3), (0, 0, 3), (3, 3, 0), (1, 2, 2, 3), (3, 3, 3, 1), (3, 4, 5)):
        refused(student, np.ones(shape, "u1"), f"an array of shape {shape}")
    refused(student, [[[1, 2, 3]]], "a list")


def refused(student, img, what):
    for before in (None, b"mine"):
        found = student.given.written(student.write_png, img, before)
        check.equal(found["error"], "ValueError", f"what write_png raises for {what}")
        check.that(found["file"] == before, f"write_png refused {what}, but touched the file")
        check.equal(found["others"], [], f"what lies beside the file after write_png refused {what}")


@settings(max_examples=25)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    seed=st.integers(0, 1 << 32),
    levels=st.sampled_from([1, 2, 256]),
    name=st.sampled_from(["picture.png", "picture/", "ä b.dat"]),
    before=st.sampled_from([None, b"", bytes(50_000)]),
)
def any_file(student, width, height, seed, levels, name, before):
    img = np.random.default_rng(seed).integers(0, levels, (height, width, 3)).astype("u1") * np.uint8(256 // levels % 256 or 1)
    found = student.given.written(student.write_png, img, before, name=name)
    check.that(found["file"] is not None and not found["error"], f"there is no file for a picture of {width} x {height}")
    check.equal(png.decode(found["file"]), img, f"the picture of {width} x {height} in the file")
    check.equal(found["img"], img, "img after write_png")
