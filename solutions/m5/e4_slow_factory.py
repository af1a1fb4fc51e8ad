"""Solution of m5.e4.

In the order of what it won: the points are made once and not in every shift, the text of the model is not written and read but
rounded, what goes through all points is compiled and runs over an array, only the last picture is drawn, the gizmos are a
formula, and the log of the kettle has its length from the beginning.
"""

from typing import Any

import numpy as np
from numba import njit

_FACTOR, _STEP = np.uint64(6364136223846793005), np.uint64(1442695040888963407)
_TICKS, _SIPS = 60, 100
_LEAST = 10
"""No parcel has a smaller number on any axis: points lie between -3 and 3 there, and a number is (x + 10) / 0.4."""


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What the slow factory makes of the same order."""
    for number in (seed, triangles, samples, iterations):
        if type(number) is not int or number < 0:
            raise ValueError("an order is made of four ints that are not negative")
    if seed >= 2**64:
        raise ValueError("a seed has 64 bits")
    raw = _cloud(np.uint64(seed), *((triangles, samples) if iterations else (0, 0)))
    points = np.empty_like(raw)
    centres, radii = np.zeros((iterations, 3)), np.zeros(iterations)
    counts = np.zeros((iterations, 16), np.int64)
    parcels = np.zeros(iterations, np.int64)
    energy, state, done = 10 + np.arange(24), np.zeros(24, np.int64), np.zeros(24, np.int64)
    heat = 1.0
    for shift in range(iterations):
        _machines(raw, points, shift, heat, centres[shift])
        radii[shift], parcels[shift] = _measured(points, centres[shift], counts[shift])
        _work(energy, state, done, parcels[shift])
        heat = 0.5 + 0.25 * radii[shift]
    return {
        "centres": centres,
        "radii": radii,
        "histogram": counts,
        "parcels": parcels,
        "tickets": np.array([_tickets(len(points) + shift) for shift in range(iterations)], "i8"),
        "done": done,
        "kettle": _kettle(iterations),
        "picture": _screen(iterations - 1, parcels[-1]) if iterations else np.zeros((48, 64), "u1"),
        "report": _report(radii.tolist(), parcels.tolist(), counts.tolist()),
    }


@njit
def _cloud(state, triangles, samples):
    """The points before any machine: first all corners are drawn, then two numbers for each point."""
    corners = np.empty((triangles, 9))
    for i in range(corners.size):
        state = state * _FACTOR + _STEP
        # Four decimals, as in the text: the product is exact, so the only rounding is the one to a whole number.
        corners.flat[i] = np.rint(np.float64(state >> np.uint64(40)) / 16777216.0 * 10000.0) / 10000.0
    points = np.empty((triangles * samples, 3))
    for i in range(len(points)):
        corner = corners[i // samples]
        state = state * _FACTOR + _STEP
        u = np.float64(state >> np.uint64(40)) / 16777216.0
        state = state * _FACTOR + _STEP
        v = np.float64(state >> np.uint64(40)) / 16777216.0
        if u + v > 1:
            u, v = 1 - u, 1 - v
        for axis in range(3):
            points[i, axis] = corner[axis] * (1 - u - v) + corner[axis + 3] * u + corner[axis + 6] * v
    return points


@njit
def _machines(raw, points, shift, heat, centre):
    """Each point through its machine; centre becomes the mean of all."""
    flat, cos, sin, wider = np.exp(-heat), np.cos(heat), np.sin(heat), 1 + heat / 2
    for i in range(len(raw)):
        x, y, z = raw[i, 0], raw[i, 1], raw[i, 2]
        name = (i + shift) % 4
        if name == 0:
            z *= flat
        elif name == 1:
            x, y = x * cos - y * sin, x * sin + y * cos
        elif name == 2:
            x *= wider
        else:
            y += np.sin(6 * x) / 20
        points[i, 0], points[i, 1], points[i, 2] = x, y, z
        centre[0] += x
        centre[1] += y
        centre[2] += z
    centre /= max(len(raw), 1)


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
        part = points[i, 0] / largest if largest > 0 else 0.0
        count[min(int(part * 16), 15)] += 1
    return total / max(len(points), 1), parcels


@njit
def _work(energy, state, done, parcels):
    """A shift of the crew, worker by worker: nobody looks at another. 0 is idle, 1 busy, 2 tired."""
    for number in range(len(energy)):
        for tick in range(_TICKS):
            if state[number] == 1:
                energy[number] -= 1 + number % 3
                done[number] += 1
                if energy[number] <= 0:
                    state[number] = 2
            elif state[number] == 2:
                energy[number] += 2
                if energy[number] >= 10 + number:
                    state[number] = 0
            elif (tick + number + parcels) % 3 == 0:
                state[number] = 1


@njit
def _kettle(shifts):
    log, now = np.empty(_SIPS * shifts), 20.0
    for shift in range(shifts):
        for sip in range(_SIPS):
            now = now * 0.9 if (sip + shift) % 25 == 24 else now + (95.0 - now) * 0.02
            log[_SIPS * shift + sip] = now
    return log


def _tickets(count: int) -> int:
    """Sum of the squares of all tickets modulo 7: seven in a row make 14, wherever they begin."""
    return count // 7 * 14 + sum(ticket * ticket % 7 for ticket in range(count % 7))


def _screen(frame: int, colour: int) -> np.ndarray:
    """The last picture, the only one that anybody sees."""
    y, x = np.ogrid[:48, :64]
    return np.where((x // 8 + y // 8 + frame) % 2 == 0, x * x + y * y + 7 * frame, x * y + colour).astype(np.uint8)


def _report(radii: list[float], parcels: list[int], counts: list[list[int]]) -> str:
    lines = []
    for shift, (radius, number, count) in enumerate(zip(radii, parcels, counts, strict=True)):
        lines.append(f"shift {shift}: radius {radius:.6f}, parcels {number} {' '.join(map(str, count))}\n")
    return "".join(lines)
