"""caught by m3.e8.correct m3.e8.hidden: a line costs one read."""


def _walk(places: Iterable[int], line: int, lines: int) -> Counter[str]:
    """What reading these places in this order takes. The cache is in the order of last use."""
    cache: OrderedDict[int, None] = OrderedDict()
    counts = Counter({"f32 add": 0, "cache read": 0, "dram read": 0})
    for place in places:
        counts["f32 add"] += 1
        counts["cache read"] += 1
        number = place // line
        if number in cache:
            cache.move_to_end(number)
            continue
        counts["dram read"] += 1
        cache[number] = None
        if len(cache) > lines:
            cache.popitem(last=False)
    return counts
