"""caught by m3.e8.hidden: searches the lines of the cache one after the other."""


def _walk(places: Iterable[int], line: int, lines: int) -> Counter[str]:
    """What reading these places in this order takes; the line that was used last comes first."""
    cache: list[int] = []
    counts = Counter({"f32 add": 0, "cache read": 0, "dram read": 0})
    for place in places:
        counts["f32 add"] += 1
        counts["cache read"] += 1
        number = place // line
        if number in cache:
            cache.remove(number)
        else:
            counts["dram read"] += line
        cache.insert(0, number)
        del cache[lines:]
    return counts
