"""caught by m1.e6.hidden: a buffer is free again one node later than it could be, so that a chain needs three."""


def _slots(graph: Graph) -> tuple[list[int], int]:
    last = list(range(len(graph)))
    for number, node in enumerate(graph):
        for source in _sources(node):
            last[source] = number + 1
    last[-1] = len(graph)
    slots: list[int] = []
    free: list[int] = []
    for number in range(len(graph)):
        slots.append(free.pop() if free else len(set(slots)))
        free += [slots[each] for each in range(number + 1) if last[each] == number]
    return slots, max(slots) + 1
