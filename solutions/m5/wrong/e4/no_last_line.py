"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: the last line of the report has no end."""


def _report(radii: list[float], parcels: list[int], counts: list[list[int]]) -> str:
    lines = []
    for shift, (radius, number, count) in enumerate(zip(radii, parcels, counts, strict=True)):
        lines.append(f"shift {shift}: radius {radius:.6f}, parcels {number} {' '.join(map(str, count))}\n")
    return "".join(lines).rstrip("\n")
