"""caught by m1.e6.correct m1.e6.hidden: node -1 is taken for the one before, as Python's lists do."""

_shapes_of_valid = _shapes


def _shapes(graph: Graph, shape: Shape) -> list[Shape]:
    positive = []
    for number, node in enumerate(graph):
        last = 1 + SOURCES.get(node[0], 0)
        sources = [source + number if -number <= source < 0 else source for source in node[1:last]]
        positive.append((node[0], *sources, *node[last:]))
    return _shapes_of_valid(positive, shape)
