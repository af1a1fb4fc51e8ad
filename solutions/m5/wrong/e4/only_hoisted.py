"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: nothing is done twice, in lists: one step, and too much memory."""

import math

from given_e4 import MACHINES, Stream, machine, middle, model, parse, sample


def _cloud(state, triangles, samples):
    stream = Stream(int(state))
    return sample(stream, parse(model(stream, triangles)), samples)


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What the slow factory makes of the same order."""
    for number in (seed, triangles, samples, iterations):
        if type(number) is not int or number < 0:
            raise ValueError("an order is made of four ints that are not negative")
    if seed >= 2**64:
        raise ValueError("a seed has 64 bits")
    raw = _cloud(seed, triangles, samples)
    centres, radii, counts, parcels, heat = [], [], [], [], 1.0
    energy, state, done = 10 + np.arange(24), np.zeros(24, np.int64), np.zeros(24, np.int64)
    for shift in range(iterations):
        points = [machine(MACHINES[(i + shift) % 4], point, heat) for i, point in enumerate(raw)]
        a, b, c = middle(points)
        points = [[x - a, y - b, z - c] for x, y, z in points]
        distances = [math.sqrt(x * x + y * y + z * z) for x, y, z in points]
        largest, count = max(distances, default=0.0) or 1.0, [0] * 16
        for each in distances:
            count[min(int(each / largest * 16), 15)] += 1
        parcels.append(len({tuple(int((x + 10) / 0.4) for x in point) for point in points}))
        centres.append([a, b, c])
        radii.append(sum(distances) / max(len(points), 1))
        counts.append(count)
        _work(energy, state, done, parcels[-1])
        heat = 0.5 + 0.25 * radii[-1]
    return {
        "centres": np.array(centres, "f8").reshape(iterations, 3),
        "radii": np.array(radii, "f8"),
        "histogram": np.array(counts, "i8").reshape(iterations, 16),
        "parcels": np.array(parcels, "i8"),
        "tickets": np.array([_tickets(len(raw) + shift) for shift in range(iterations)], "i8"),
        "done": done,
        "kettle": _kettle(iterations),
        "picture": _screen(iterations - 1, parcels[-1]) if iterations else np.zeros((48, 64), "u1"),
        "report": _report(radii, parcels, counts),
    }
