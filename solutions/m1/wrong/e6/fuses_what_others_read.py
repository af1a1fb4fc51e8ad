"""caught by m1.e6.correct m1.e6.hidden: a linear is merged into its relu although somebody else reads it."""


def fuse(graph: Graph) -> Graph:
    """Every relu or softmax that reads a linear takes its place."""
    fused: Graph = []
    place: dict[int, int] = {}
    for number, node in enumerate(graph):
        sources = [place[source] for source in _sources(node)]
        if node[0] in ("relu", "softmax") and fused[sources[0]][0] == "linear":
            place[number] = sources[0]
            _, source, weights, bias = fused[sources[0]]
            fused[sources[0]] = (f"linear_{node[0]}", source, weights, bias)
        else:
            place[number] = len(fused)
            fused.append((node[0], *sources, *node[1 + len(sources) :]))
    return fused
