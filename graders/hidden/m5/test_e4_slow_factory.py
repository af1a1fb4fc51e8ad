import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m5.e4")

LIMIT = 72
FACTOR, STEP, MOST = 6364136223846793005, 1442695040888963407, 2**64


def cloud(seed, triangles, samples):
    """The points before any machine, float64 of shape (triangles * samples, 3)."""
    drawn = np.empty(triangles * (9 + 2 * samples))
    for at in range(len(drawn)):
        seed = (seed * FACTOR + STEP) % MOST
        drawn[at] = (seed >> 40) / 2**24
    corners = (np.rint(drawn[: 9 * triangles] * 10_000) / 10_000).reshape(triangles, 1, 3, 3)
    u, v = drawn[9 * triangles :].reshape(triangles, samples, 2).transpose(2, 0, 1)[..., None]
    u, v = np.where(u + v > 1, (1 - u, 1 - v), (u, v))
    return (corners[:, :, 0] * (1 - u - v) + corners[:, :, 1] * u + corners[:, :, 2] * v).reshape(-1, 3)


def expected(seed, triangles, samples, shifts):
    """What the factory returns, whole arrays at a time."""
    raw = cloud(seed, triangles, samples)
    n, heat, now, done = len(raw), 1.0, 20.0, np.zeros(24, "i8")
    number, energy, busy, tired = np.arange(24), 10 + np.arange(24), np.zeros(24, bool), np.zeros(24, bool)
    centres, radii, counts, parcels, kettle, lines = np.zeros((shifts, 3)), np.zeros(shifts), [], [], [], []
    for shift in range(shifts):
        x, y, z = raw.T.copy()
        press, twist, stretch, polish = (slice((first - shift) % 4, None, 4) for first in range(4))
        z[press] *= math.exp(-heat)
        turned = (x[twist] + 1j * y[twist]) * complex(math.cos(heat), math.sin(heat))
        x[twist], y[twist] = turned.real, turned.imag
        x[stretch] *= 1 + heat / 2
        y[polish] += np.sin(6 * x[polish]) / 20
        centres[shift] = [each.sum() / max(n, 1) for each in (x, y, z)]
        moved = np.stack([x, y, z], axis=1) - centres[shift]
        radius = np.sqrt((moved**2).sum(1))
        radii[shift] = radius.sum() / max(n, 1)
        part = radius / (radius.max(initial=0.0) or 1.0)
        counts.append(np.bincount(np.minimum(part * 16, 15).astype(int), minlength=16))
        parcels.append(len(np.unique(((moved + 10) / 0.4).astype(int), axis=0)))
        for tick in range(60):
            was_busy, was_tired = busy.copy(), tired.copy()
            energy = energy - was_busy * (1 + number % 3) + 2 * was_tired
            done += was_busy
            begins = ~was_busy & ~was_tired & ((tick + number + parcels[-1]) % 3 == 0)
            busy, tired = (was_busy & (energy > 0)) | begins, (was_tired & (energy < 10 + number)) | (was_busy & (energy <= 0))
        for sip in range(100):
            now = now * 0.9 if (sip + shift) % 25 == 24 else now + (95.0 - now) * 0.02
            kettle.append(now)
        words = " ".join(map(str, counts[-1].tolist()))
        lines.append(f"shift {shift}: radius {radii[shift]:.6f}, parcels {parcels[-1]} {words}\n")
        heat = 0.5 + 0.25 * radii[shift]
    picture = np.zeros((48, 64), "u1")
    if shifts:
        down, across = np.mgrid[:48, :64]
        even = (across // 8 + down // 8 + shifts - 1) % 2 == 0
        picture = np.where(even, across**2 + down**2 + 7 * (shifts - 1), across * down + parcels[-1]).astype("u1")
    return {
        "centres": centres,
        "radii": radii,
        "histogram": np.array(counts, "i8").reshape(shifts, 16),
        "parcels": np.array(parcels, "i8"),
        "tickets": np.array([sum(t * t % 7 for t in range(n + shift)) for shift in range(shifts)], "i8"),
        "done": done,
        "kettle": np.array(kettle, "f8"),
        "picture": picture,
        "report": "".join(lines),
    }


def same(answer, want, order):
    what = f"what run{order} returns"
    check.kind(answer, dict, what)
    check.equal(sorted(answer, key=str), sorted(want), f"the keys of {what}")
    for key, value in want.items():
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            check.close(answer[key], value, rtol=1e-9, atol=1e-12, what=f'"{key}" of {what}')
        else:
            check.equal(answer[key], value, f'"{key}" of {what}')


def seed_for(first):
    """The seed whose first number is this one of 24 bits."""
    return ((first << 40) - STEP) * pow(FACTOR, -1, MOST) % MOST


@pytest.mark.points(2)
def test_any_order(student):
    """orders of all sizes; numbers halfway between decimals"""
    any_order(student)
    # The first coordinate lies exactly between two decimals, is 0, or the largest there is.
    for first in (1 << 19, 3 << 19, 13 << 19, 0, (1 << 24) - 1):
        order = seed_for(first), 1, 2, 2
        same(student.run(*order), expected(*order), order)
    for order in (
        (7, 1, 1, 130),
        (8, 2, 40, 30),
        (EXACTLY_ONE, 1, 1, 1),
        (JUST_ABOVE_ONE, 1, 1, 1),
        (MOST - 1, 3, 3, 5),
        (1 << 63, 3, 3, 5),
    ):
        same(student.run(*order), expected(*order), order)


EXACTLY_ONE = 17676247318123549740
"""A seed for which u + v is exactly 1, in the only point of the only triangle."""

JUST_ABOVE_ONE = 3452704935058247735
"""The same with 1 + 2**-24, for which float32 has no room."""


@settings(max_examples=25)
@example(seed=0, triangles=0, samples=5, shifts=3)
@example(seed=0, triangles=5, samples=0, shifts=3)
@example(seed=9, triangles=2, samples=1, shifts=9)
@example(seed=9, triangles=300, samples=1, shifts=1)
@example(seed=9, triangles=1, samples=300, shifts=2)
@given(seed=st.integers(0, MOST - 1), triangles=st.integers(0, 12), samples=st.integers(0, 12), shifts=st.integers(0, 9))
def any_order(student, seed, triangles, samples, shifts):
    order = seed, triangles, samples, shifts
    same(student.run(*order), expected(*order), order)


@pytest.mark.points(1)
def test_order_after_order(student):
    """like orders after each other, answers spoiled; what is none"""
    several = (3, 4, 6, 2), (4, 4, 6, 2), (3, 6, 4, 2), (3, 4, 6, 3), (3, 2, 12, 2), (3, 4, 6, 1)
    found = student.given.orders(student.run, *several)
    for answer, order in zip(found["answers"], (*several, several[0]), strict=True):
        same(answer, expected(*order), order)
    check.equal(found["printed"], "", "what is printed")
    check.equal(found["threads"], 0, "the number of threads left behind")
    # Answers full of zeros: no shifts, no points, or a single point.
    several = (3, 4, 5, 0), (4, 4, 5, 0), (3, 0, 0, 0), (3, 0, 5, 2), (4, 5, 0, 2), (3, 0, 6, 2), (3, 1, 1, 1), (4, 1, 1, 1)
    for first in range(0, 8, 3):
        group = several[first:] + several[:first]
        answers = student.given.orders(student.run, *group)["answers"]
        for answer, order in zip(answers, (*group, group[0]), strict=True):
            same(answer, expected(*order), order)
    for at, good in enumerate((1, 2, 3, 2)):
        for bad in (-1, -(1 << 70), float(good), np.int64(good), bool(good), None, str(good), [good]):
            order = [1, 2, 3, 2]
            order[at] = bad
            with check.raises("ValueError"):
                student.run(*order)
    # Without shifts nobody needs a point: here they would take more than the address space.
    for order in ((3, 10**6, 10**10, 0), (3, 10**16, 1, 0), (3, 1, 10**16, 0)):
        same(student.run(*order), expected(3, 0, 0, 0), order)
    for seed in (MOST, MOST + 1, 1 << 80):
        with check.raises("ValueError"):
            student.run(seed, 0, 0, 0)


@pytest.mark.points(1)
def test_large_orders(student):
    """many triangles, many samples, many shifts: 4 seconds, memory"""

    def verify(answer, order, after):
        parcels, count, radii = next(each[1:] for each in LARGE if each[0] == order)
        what = f"run{order}"
        check.kind(answer, dict, f"what {what} returns")
        points, shifts = order[1] * order[2], order[3]
        tickets = [(points + shift) // 7 * 14 + (0, 0, 1, 5, 7, 9, 13)[(points + shift) % 7] for shift in range(shifts)]
        check.equal(answer["tickets"], np.array(tickets, "i8"), f'"tickets" of {what}')
        check.equal(answer["parcels"][-3:], np.array(parcels, "i8"), f'the end of "parcels" of {what}')
        check.equal(answer["histogram"][-1], np.array(count, "i8"), f'the end of "histogram" of {what}')
        check.close(answer["radii"][-3:], np.array(radii), rtol=1e-9, what=f'the end of "radii" of {what}')

    for order, *_ in LARGE[1:]:
        verify(student.run(*order), order, ())
    # As many triangles as points: here the corners take most. (The public check of memory has few of them.)
    order = LARGE[0][0]
    most = (order[1] * order[2] + order[1]) * LIMIT + (4 << 20)
    meters.memory(student, "run", *order, verify=verify, warm_up=(1, 50, 4, 3), at_most=most)


LARGE = [
    (
        (14, 400000, 1, 6),
        [83, 82, 80],
        [2233, 13959, 34235, 55642, 70016, 70526, 57485, 40560, 25623, 15430, 8719, 3906, 1332, 283, 44, 7],
        [0.3916470598756049, 0.3913666645726325, 0.3914661644444653],
    ),
    (
        (12, 4, 100000, 6),
        [37, 37, 37],
        [625, 4663, 19210, 33181, 50602, 60291, 72622, 48933, 38309, 31813, 21197, 10576, 4715, 2085, 913, 265],
        [0.3988571057080716, 0.3987283484798586, 0.39862506859095354],
    ),
    (
        (13, 3, 1, 5000),
        [3, 3, 3],
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
        [0.35443821667281944, 0.16635382370497617, 0.24120716082741386],
    ),
]
