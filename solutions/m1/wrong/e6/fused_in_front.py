"""caught by m1.e6.correct m1.e6.hidden: the merged node stands where the linear was, and the last node may be another one."""


def fuse(graph: Graph) -> Graph:
    """The same with one node for two, at the place of the first."""
    readers = [number for node in graph for number in _sources(node)]
    fused: Graph = []
    place: dict[int, int] = {}
    for number, node in enumerate(graph):
        sources = [place[source] for source in _sources(node)]
        alone = node[0] in ("relu", "softmax") and readers.count(node[1]) == 1
        if alone and graph[node[1]][0] == "linear":
            place[number] = sources[0]
            _, source, weights, bias = fused[sources[0]]
            fused[sources[0]] = (f"linear_{node[0]}", source, weights, bias)
        else:
            place[number] = len(fused)
            fused.append((node[0], *sources, *node[1 + len(sources) :]))
    return fused
