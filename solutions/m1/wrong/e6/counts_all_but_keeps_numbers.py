"""caught by m1.e6.hidden: the numbers that a node with weights reads stay as they were where it is fused already."""


def fuse(graph: Graph) -> Graph:
    readers = [source for node in graph for source in _sources(node)]
    merged = {
        node[1]
        for node in graph
        if node[0] in ("relu", "softmax") and graph[node[1]][0] == "linear" and readers.count(node[1]) == 1
    }
    fused: Graph = []
    place: dict[int, int] = {}
    for number, node in enumerate(graph):
        if number in merged:
            continue
        place[number] = len(fused)
        operation, parameters = node[0], node[1 + SOURCES[node[0]] :]
        if operation in ("linear_relu", "linear_softmax"):
            fused.append(node)
            continue
        if operation in ("relu", "softmax") and node[1] in merged:
            operation, node = f"linear_{operation}", graph[node[1]]
            parameters = node[2:]
        fused.append((operation, *[place[source] for source in _sources(node)], *parameters))
    return fused
