"""caught by m1.e6.correct: the graph that was given is the one that is changed."""

_fuse = fuse


def fuse(graph: Graph) -> Graph:
    """The same graph, and the same list, with fewer nodes."""
    graph[:] = _fuse(graph)
    return graph
