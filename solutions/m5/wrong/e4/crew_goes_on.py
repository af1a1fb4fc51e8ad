"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: the crew of the last order works on where it was."""

_energy, _state = 10 + np.arange(24), np.zeros(24, np.int64)


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
    energy, state, done = _energy, _state, np.zeros(24, np.int64)
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
