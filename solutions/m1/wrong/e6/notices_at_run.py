"""caught by m1.e6.correct m1.e6.hidden: looks at the graph when it runs for the first time."""


class Runner:
    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._graph, self._shape, self._prepared = graph, shape, None

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output, in a buffer that the next run writes to again."""
        if self._prepared is None:
            self._prepared = _Prepared(self._graph, self._shape)
        return self._prepared.run(x)


class _Prepared:
    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._shape = tuple(shape)
        _, views = _views(graph, _shapes(graph, self._shape))
        self._input, self._output, self._calls = views[0], views[-1], []
        for node, out in zip(graph, views, strict=True):
            self._calls += _calls(node, [views[source] for source in _sources(node)], out)

    def run(self, x: np.ndarray) -> np.ndarray:
        self._input[...] = _checked(x, self._shape)
        for call in self._calls:
            call()
        return self._output
