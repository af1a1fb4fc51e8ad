import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x2")


@pytest.mark.points(1)
def test_anywhere(student, rng):
    """places outside, planes, doubles, outliers, lattices; asked again"""
    corners = np.array([[i >> 2, (i >> 1) & 1, i & 1] for i in range(8)], "f4")
    answers = student.given.ask_twice(student.Nearest, corners, corners[:5], corners[3:])
    check.equal(
        answers, [np.arange(5), np.arange(3, 8)], "the answers for two sets of places in one array, one after the other,"
    )
    flat, line, far = rng.random((1000, 3)), rng.random((500, 3)), rng.random((500, 3))
    flat[:, 1], line[:, :2], far[17] = 0.25, 3.0, (5e4, -2e4, 1e3)
    thin, thread = flat.copy(), line.copy()
    thin[:, 1], thread[:, :2] = 1e-12 * rng.random(1000), 1e-9 * rng.random((500, 2))
    lattice = np.stack(np.meshgrid(*[np.arange(8.0)] * 3), axis=-1).reshape(-1, 3)
    for name, points in (
        ("in a plane", flat),
        ("nearly in a plane", thin),
        ("on a line", line),
        ("nearly on a line", thread),
        ("with one far away", far),
        ("on a lattice", lattice),
        ("in a plane far away", np.array([1e6, 0, 0]) + np.array([0, 1e-3, 1e-3]) * rng.random((1500, 3))),
        ("at all distances", rng.choice([-1, 1], (600, 3)) * 10 ** rng.uniform(-20, 20, (600, 3))),
        ("all in one place", np.full((3000, 3), -7.5)),
        ("each of them twice", np.tile(rng.random((100, 3)), (2, 1))),
        ("far from the origin", 1000 + rng.random((1500, 3))),
        ("from another corner on", rng.random((800, 3)) + np.array([0.6, 0, -0.4])),
        ("very far apart", 1e25 * rng.random((200, 3))),
        ("very close together", 1e-25 * rng.random((200, 3))),
        ("in 2 places", np.repeat([[0, 0, 0], [1e-3, 2, 1e3]], 60, axis=0)),
    ):
        points = points.astype("f4")
        middle, spread = points.mean(axis=0), np.ptp(points, axis=0).max() + 1
        places = np.concatenate(
            [
                points[:100],
                rng.choice(points, 300) + rng.normal(0, 0.05, (300, 3)),
                middle + rng.uniform(-3, 3, (300, 3)) * spread,
                middle + spread * np.array([[100, 0, 0], [0, -100, 0], [1, 1, -1000]]),
                points[-60:] + spread * np.array([0, 2, 0]),
                lattice[:50] + 0.5,
                (points[:40] + points[1:41]) / 2,
                [[3.4e38, 0, 0], [-3e38, 3e38, -3e38], [0, -1e31, 1e20], [1e-30, 0, -1e-38]],
            ]
        ).astype("f4")
        index, (after,) = student.Nearest.inout(points)
        check.equal(after, points, f"points {name}: what they are after Nearest(points)")
        student.Nearest(places[:9]).query(places[:3])
        answer, (after,) = index.query.inout(places)
        check.equal(after, places, f"points {name}: what places are after query(places)")
        again = index.query(places[::-1].copy())
        for each in (answer, again):
            check.array(each, "i8", (len(places),))
            check.that(0 <= each.min() <= each.max() < len(points), f"points {name}: an answer is no point")
        for i, place in enumerate(places.astype("f8")):
            squares = ((points.astype("f8") - place) ** 2).sum(axis=1)
            for number, when in ((answer[i], ""), (again[len(again) - 1 - i], ", when asked again,")):
                found = squares[number] <= squares.min() * (1 + 1e-5)
                check.that(found, f"points {name}: number {number}{when} is not the nearest to {place.tolist()}")
